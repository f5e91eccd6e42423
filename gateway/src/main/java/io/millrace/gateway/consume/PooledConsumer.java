package io.millrace.gateway.consume;

import io.millrace.gateway.kafka.ClientSettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer without a group, at some place of some partition. One thread at a time, who has taken it from the pool. */
final class PooledConsumer {
    private final ClientSettings settings;
    private final IsolationLevel isolation;
    private Consumer<byte[], byte[]> consumer;
    private TopicIdPartition place;
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
    boolean standsAt(TopicIdPartition wanted, long offset) {
        return wanted.equals(place) && offset == position;
    }

    /** Whether it may have fetched ahead of another topic, which had the same name. */
    boolean isOfAnother(TopicIdPartition wanted) {
        return place != null
                && place.topic().equals(wanted.topic())
                && !place.topicId().equals(wanted.topicId());
    }

    /** The consumer, brought to this place unless the read has {@code started} already. */
    Consumer<byte[], byte[]> at(TopicIdPartition wanted, long offset, boolean started) {
        if (started) {
            return consumer;
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    settings.reader(isolation), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        if (!standsAt(wanted, offset)) {
            consumer.assign(List.of(wanted.topicPartition()));
            consumer.seek(wanted.topicPartition(), offset);
            place = wanted;
            position = offset;
        }
        return consumer;
    }

    /** Before it goes back to the pool. */
    void rest(long nowNanos) {
        position = consumer.position(place.topicPartition());
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
