package io.millrace.gateway.consume;

import io.millrace.gateway.kafka.ClientSettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer without a group, at some place of some partition. One thread at a time, who has taken it from the pool. */
final class PooledConsumer {
    private final ClientSettings settings;
    private final IsolationLevel isolation;
    private Consumer<byte[], byte[]> consumer;
    private TopicPartition partition;
    private long position;
    private long idleSinceNanos;

    PooledConsumer(ClientSettings settings, IsolationLevel isolation) {
        this.settings = settings;
        this.isolation = isolation;
    }

    IsolationLevel isolation() {
        return isolation;
    }

    /** Whether it would go on at this place, with what it has fetched ahead. */
    boolean standsAt(TopicPartition wanted, long offset) {
        return wanted.equals(partition) && offset == position;
    }

    /** The consumer, brought to this place unless the read has {@code started} already. */
    Consumer<byte[], byte[]> at(TopicPartition wanted, long offset, boolean started) {
        if (started) {
            return consumer;
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    settings.reader(isolation), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        if (!standsAt(wanted, offset)) {
            consumer.assign(List.of(wanted));
            consumer.seek(wanted, offset);
            partition = wanted;
            position = offset;
        }
        return consumer;
    }

    /** Before it goes back to the pool. */
    void rest(long nowNanos) {
        position = consumer.position(partition);
        idleSinceNanos = nowNanos;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
