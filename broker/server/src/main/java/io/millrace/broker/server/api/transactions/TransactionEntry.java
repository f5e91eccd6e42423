package io.millrace.broker.server.api.transactions;

import io.millrace.broker.coordinator.transaction.AddPartitions;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.ErrorMapping;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * How records enter a transaction in a partition (KIP-890): of newer clients by themselves, the coordinator learns of
 * the partition before the first record is appended; of older ones only if they have added the partition before.
 */
public final class TransactionEntry {

    private static final short VERSION_2 = 2;
    private static final long RETRY_MS = 20;
    private static final int MAX_ATTEMPTS = 5;

    /** Old clients may not know that these pass; of this one they know it. */
    private static final Set<Errors> TRY_LATER = EnumSet.of(
            Errors.NETWORK_EXCEPTION,
            Errors.COORDINATOR_LOAD_IN_PROGRESS,
            Errors.COORDINATOR_NOT_AVAILABLE,
            Errors.NOT_COORDINATOR);

    private final TransactionRoute transactions;
    private final BooleanSupplier verifies;

    /** @param verifies {@code transaction.partition.verification.enable}: whether old clients are checked at all */
    public TransactionEntry(TransactionRoute transactions, BooleanSupplier verifies) {
        this.transactions = transactions;
        this.verifies = verifies;
    }

    /** What a client can do. */
    public enum Client {
        /** Does not know that a transaction may have to be aborted and begun again. */
        LEGACY,
        /** Adds partitions by itself and knows TRANSACTION_ABORTABLE. */
        ABORTABLE,
        /** Leaves adding to the broker. */
        IMPLICIT
    }

    /** Who writes in which transaction. */
    public record Writer(Client client, String transactionalId, long producerId, short producerEpoch) {}

    /** On the loop of the partition, where the answer comes too. */
    public void enter(PartitionHost host, Writer writer, Consumer<Errors> answer) {
        if (!verifies.getAsBoolean() && writer.client() != Client.IMPLICIT) {
            answer.accept(Errors.NONE);
            return;
        }
        var partition = new TopicPartition(host.log().topic(), host.log().partition());
        var request = new AddPartitions.Request(
                writer.transactionalId(), writer.producerId(), writer.producerEpoch(), List.of(partition), VERSION_2);
        host.enterTransaction(
                writer.producerId(),
                writer.producerEpoch(),
                () -> writer.client() == Client.IMPLICIT ? add(host, request, 1) : verify(request, partition),
                error -> answer.accept(known(error, writer.client())));
    }

    /** The markers of the transaction before are on their way, and mostly there before the client would ask again. */
    private CompletableFuture<Errors> add(PartitionHost host, AddPartitions.Request request, int attempt) {
        return transactions.add(request).thenCompose(error -> {
            if (error != Errors.CONCURRENT_TRANSACTIONS || attempt >= MAX_ATTEMPTS) {
                return CompletableFuture.completedFuture(error);
            }
            var later = new CompletableFuture<Void>();
            host.loop().schedule(() -> later.complete(null), RETRY_MS);
            return later.thenCompose(waited -> add(host, request, attempt + 1));
        });
    }

    private CompletableFuture<Errors> verify(AddPartitions.Request request, TopicPartition partition) {
        return transactions
                .verify(request)
                .handle((results, failure) -> failure == null
                        ? results.get(partition)
                        : ErrorMapping.of(failure).error());
    }

    private static Errors known(Errors error, Client client) {
        if (TRY_LATER.contains(error) || (error == Errors.CONCURRENT_TRANSACTIONS && client != Client.IMPLICIT)) {
            return Errors.NOT_ENOUGH_REPLICAS;
        }
        if (error == Errors.PRODUCER_FENCED) {
            return Errors.INVALID_PRODUCER_EPOCH;
        }
        return error == Errors.TRANSACTION_ABORTABLE && client == Client.LEGACY ? Errors.INVALID_TXN_STATE : error;
    }
}
