package io.millrace.broker.server.api.records;

import io.millrace.broker.server.api.transactions.TransactionEntry;
import io.millrace.broker.server.api.transactions.TransactionEntry.Client;
import io.millrace.broker.server.api.transactions.TransactionEntry.Writer;
import io.millrace.broker.server.hosting.PartitionHost;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.protocol.Errors;

/** Appends batches that belong to a transaction, once the transaction has its partition (KIP-890). */
final class TransactionalAppends {

    private static final short FIRST_WITH_ABORTABLE = 11;
    private static final short FIRST_WITHOUT_ADDING = 12;
    private static final int PRODUCER_ID_POSITION = 43;
    private static final int PRODUCER_EPOCH_POSITION = 51;

    private final TransactionEntry entry;

    TransactionalAppends(TransactionEntry entry) {
        this.entry = entry;
    }

    void append(short version, PartitionHost host, ByteBuffer batch, ProduceHandler.Write write) {
        if (write.transactionalId() == null) {
            write.refuse(
                    Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    "The batch belongs to a transaction, the request names no transactional id.");
            return;
        }
        if (batch.remaining() < PRODUCER_EPOCH_POSITION + Short.BYTES) {
            write.refuse(Errors.CORRUPT_MESSAGE, "The batch ends within its header.");
            return;
        }
        var writer = new Writer(
                client(version),
                write.transactionalId(),
                batch.getLong(batch.position() + PRODUCER_ID_POSITION),
                batch.getShort(batch.position() + PRODUCER_EPOCH_POSITION));
        try {
            host.loop()
                    .runOrExecute(() -> entry.enter(host, writer, error -> {
                        if (error == Errors.NONE) {
                            host.append(batch, write.wanted(), write.timeoutMs(), write.slot());
                        } else {
                            write.refuse(error, message(error));
                        }
                    }));
        } catch (RejectedExecutionException brokerIsClosing) {
            write.refuse(Errors.NOT_LEADER_OR_FOLLOWER, "The broker is closing.");
        }
    }

    private static Client client(short version) {
        if (version >= FIRST_WITHOUT_ADDING) {
            return Client.IMPLICIT;
        }
        return version >= FIRST_WITH_ABORTABLE ? Client.ABORTABLE : Client.LEGACY;
    }

    private static String message(Errors error) {
        return switch (error) {
            case INVALID_TXN_STATE, TRANSACTION_ABORTABLE -> "Partition was not added to the transaction.";
            case NOT_ENOUGH_REPLICAS -> "Whether the partition belongs to the transaction cannot be told now.";
            default -> error.message();
        };
    }
}
