package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.TransactionMarkers;
import io.millrace.broker.coordinator.transaction.TransactionShard;
import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ends of transactions into their partitions, again and again until each has its marker or is gone, and tells
 * the shard. A shard that was dropped is told nothing: the next one orders what is missing.
 */
final class MarkerWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(MarkerWriter.class);
    private static final long RETRY_MS = 100;
    private static final long SAFE_WITHIN_MS = 30_000;
    private static final ShardHost.Client SELF = new ShardHost.Client((short) 0, "", "");

    /** The producer has moved on in that partition, so nothing of the transaction is open there. */
    private static final Set<Errors> PASSED =
            EnumSet.of(Errors.NONE, Errors.INVALID_PRODUCER_EPOCH, Errors.TRANSACTION_COORDINATOR_FENCED);

    private final PartitionTable partitions;
    private final Supplier<Optional<MetadataImage>> image;

    /** @param image empty until this broker knows what the cluster knew when it started */
    MarkerWriter(PartitionTable partitions, Supplier<Optional<MetadataImage>> image) {
        this.partitions = partitions;
        this.image = image;
    }

    /** On the loop of the shard. */
    void write(ShardHost<TransactionShard> shard, List<TransactionMarkers> orders) {
        int coordinatorEpoch = shard.partition().leaderEpoch();
        orders.forEach(order -> new Delivery(shard, order, coordinatorEpoch).begin());
    }

    /** One transaction's markers on their way. */
    private final class Delivery {
        private final ShardHost<TransactionShard> shard;
        private final TransactionMarkers order;
        private final TransactionMarker marker;

        private Delivery(ShardHost<TransactionShard> shard, TransactionMarkers order, int coordinatorEpoch) {
            this.shard = shard;
            this.order = order;
            this.marker = new TransactionMarker(
                    order.producerId(),
                    order.producerEpoch(),
                    coordinatorEpoch,
                    order.commit(),
                    order.transactionVersion());
        }

        @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it; it ends when the shard was told.
        private void begin() {
            List<CompletableFuture<Void>> written =
                    order.partitions().stream().map(this::deliver).toList();
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).thenRun(this::report);
        }

        private CompletableFuture<Void> deliver(TopicPartition partition) {
            var written = new CompletableFuture<Void>();
            attempt(partition, written);
            return written;
        }

        private void attempt(TopicPartition partition, CompletableFuture<Void> written) {
            Optional<MetadataImage> known = image.get();
            var topic = known.flatMap(cluster -> cluster.topics().find(partition.topic()));
            if (known.isPresent()
                    && topic.flatMap(found -> found.partition(partition.partition()))
                            .isEmpty()) {
                written.complete(null);
                return;
            }
            topic.flatMap(found -> partitions.find(found.id(), partition.partition()))
                    .ifPresentOrElse(
                            host -> attempt(host, partition, written), () -> again(() -> attempt(partition, written)));
        }

        private void attempt(PartitionHost host, TopicPartition partition, CompletableFuture<Void> written) {
            try {
                host.loop()
                        .runOrExecute(() -> host.appendMarker(marker, SAFE_WITHIN_MS, outcome -> {
                            if (PASSED.contains(outcome.error())) {
                                written.complete(null);
                            } else {
                                LOGGER.debug(
                                        "A marker cannot be written yet. topic={} partition={} error={}",
                                        partition.topic(),
                                        partition.partition(),
                                        outcome.error());
                                again(() -> attempt(partition, written));
                            }
                        }));
            } catch (RejectedExecutionException brokerIsClosing) {
                LOGGER.debug("The broker closes; the next start ends the transaction.");
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // Both outcomes are handled in the callback.
        private void report() {
            shard.decide(SELF, (coordinator, caller, nowMs) -> coordinator.markersWritten(caller, order, nowMs))
                    .whenComplete((response, failure) -> {
                        if (failure != null) {
                            told(failure);
                        } else if (((EndTxnResponseData) response).errorCode() != Errors.NONE.code()) {
                            again(this::report);
                        }
                    });
        }

        private void told(Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (!(cause instanceof NotCoordinatorException)) {
                LOGGER.error(
                        "A transaction cannot be completed. partition={}",
                        shard.partition().log().partition(),
                        cause);
            }
        }

        /** The shard's loop has the timer; a shard that is gone needs no further attempt. */
        private void again(Runnable attempt) {
            shard.partition()
                    .loop()
                    .schedule(
                            () -> {
                                if (!shard.isDropped()) {
                                    attempt.run();
                                }
                            },
                            RETRY_MS);
        }
    }
}
