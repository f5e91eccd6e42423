package io.millrace.gateway.produce;

import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.metrics.GatewayMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends records by the shared producer. Any thread that may wait: while the producer's buffer is full, {@link #send} does,
 * up to {@code max.block.ms}.
 */
public final class RecordSender {
    private final Clients clients;
    private final GatewayMetrics metrics;

    public RecordSender(Clients clients, GatewayMetrics metrics) {
        this.clients = clients;
        this.metrics = metrics;
    }

    /** How a record is sent. */
    @FunctionalInterface
    interface Way {
        CompletableFuture<RecordMetadata> send(String topic, Draft draft);
    }

    /**
     * A way for the records of one request, on one thread. Once one has found no room in time, those behind it are not tried:
     * each would wait as long again, and be written when its client has been told that it failed.
     */
    Way together() {
        AtomicReference<Throwable> roomless = new AtomicReference<>();
        return (topic, draft) -> {
            if (roomless.get() != null) {
                return CompletableFuture.failedFuture(
                        new TimeoutException("It was not tried, as one before it found no room: "
                                + roomless.get().getMessage()));
            }
            CompletableFuture<RecordMetadata> sent = send(topic, draft);
            if (sent.isCompletedExceptionally()) {
                var unused = sent.whenComplete((metadata, failure) -> {
                    if (failure instanceof TimeoutException) {
                        roomless.set(failure);
                    }
                });
            }
            return sent;
        };
    }

    /** Completes when all in-sync replicas have the record, on the producer's own thread, which must not be kept. */
    CompletableFuture<RecordMetadata> send(String topic, Draft draft) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        send(topic, draft, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    /** The same for many, which need no future each. The callback is called once, perhaps before this returns. */
    void send(String topic, Draft draft, Callback callback) {
        Callback counted = (metadata, failure) -> {
            if (failure == null) {
                metrics.produced(1);
            } else {
                metrics.failed();
            }
            callback.onCompletion(metadata, failure);
        };
        try {
            var unused = clients.producer().send(record(topic, draft), counted);
        } catch (KafkaException e) {
            counted.onCompletion(null, e);
        }
    }

    static ProducerRecord<byte[], byte[]> record(String topic, Draft draft) {
        return new ProducerRecord<>(
                topic, draft.partition(), draft.timestampMs(), draft.key(), draft.value(), draft.headers());
    }
}
