package io.millrace.gateway.produce;

import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.metrics.GatewayMetrics;
import java.util.concurrent.CompletableFuture;
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

    /** A way for the records of one request or one stream, one thread at a time. */
    Way within(Room room) {
        return (topic, draft) -> {
            CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
            send(topic, draft, room, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(metadata);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
            return sent;
        };
    }

    /**
     * Sends a record if there is room, which may be waited for. The callback is called once: when all in-sync replicas have the
     * record, on the producer's own thread, which must not be kept, or perhaps before this returns.
     */
    void send(String topic, Draft draft, Room room, Callback callback) {
        TimeoutException refusal = room.refusal();
        if (refusal != null) {
            callback.onCompletion(null, refusal);
            return;
        }
        Thread waiting = Thread.currentThread();
        Callback counted = (metadata, failure) -> {
            if (failure == null) {
                metrics.produced(1);
            } else {
                metrics.failed();
                if (failure instanceof TimeoutException && Thread.currentThread() == waiting) {
                    room.miss(failure);
                }
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
