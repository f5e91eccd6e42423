package io.millrace.gateway.instances;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is under way with the consumer of an instance: {@code idle -> read -> answer -> idle}, or {@code read -> idle} where
 * there is nothing to answer with. While no read is under way all partitions are paused, so that the group can be kept up with
 * without taking records. In turns, as its consumer.
 */
final class Reading implements ConsumerRebalanceListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reading.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final DeliveredPositions positions;
    /** The one under way, or null. */
    private InstanceRead read;

    private boolean answering;
    private boolean closed;

    Reading(KafkaConsumer<byte[], byte[]> consumer, DeliveredPositions positions) {
        this.consumer = consumer;
        this.positions = positions;
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return consumer;
    }

    DeliveredPositions positions() {
        return positions;
    }

    /** Takes a read under way; one at a time. */
    void begin(InstanceRead begun) {
        if (read != null || answering) {
            throw new IllegalStateException("another request reads this instance");
        }
        read = begun;
    }

    /** Records that are there now. */
    ConsumerRecords<byte[], byte[]> poll() {
        positions.commitSometimes();
        consumer.resume(consumer.paused());
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ZERO);
        positions.polled(polled);
        return polled;
    }

    /**
     * The read is over, and the consumer goes on there where these differ from what was polled.
     *
     * @param answered whether there are records that go to the client now
     */
    void end(Map<TopicPartition, Long> places, boolean answered) {
        read = null;
        answering = answered;
        // What others have got meanwhile is their business, and a client that went elsewhere is there.
        Set<TopicPartition> still = positions.underWay();
        places.forEach((partition, offset) -> {
            if (still.contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
        if (!answered) {
            positions.delivered();
        }
        consumer.pause(consumer.assignment());
    }

    /** The answer is with the client, or will never be. */
    void answered(boolean delivered) {
        answering = false;
        if (delivered) {
            positions.delivered();
        } else {
            positions.takeBack();
        }
    }

    /** While nobody reads: keeps the place in the group, and takes no records. */
    void keepUp() {
        if (read != null) {
            return;
        }
        positions.commitSometimes();
        if (!consumer.subscription().isEmpty() || positions.areUnanswered()) {
            consumer.pause(consumer.assignment());
            consumer.poll(Duration.ZERO);
        }
    }

    /** The client assigns these instead of what he had assigned. */
    void assign(Collection<TopicPartition> partitions) {
        Set<TopicPartition> left = new HashSet<>(consumer.assignment());
        left.removeAll(partitions);
        if (consumer.subscription().isEmpty()) {
            onPartitionsRevoked(left);
        }
        consumer.assign(partitions);
        consumer.pause(partitions);
    }

    /** The client lets go of everything. */
    void unsubscribe() {
        if (consumer.subscription().isEmpty()) {
            onPartitionsRevoked(consumer.assignment());
        }
        consumer.unsubscribe();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (read == null) {
            consumer.pause(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!closed && !partitions.isEmpty()) {
            commitLast(COMMIT_TIMEOUT);
            forget(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    /** What is under way of these does not count any more: others have them, or the client has set their positions. */
    void forget(Collection<TopicPartition> partitions) {
        positions.forget(partitions);
        if (read != null) {
            read.forget(Set.copyOf(partitions));
        }
    }

    private void commitLast(Duration timeout) {
        try {
            positions.commitLast(timeout);
        } catch (KafkaException e) {
            // Records come again then, to whoever gets the partitions.
            LOGGER.atWarn()
                    .addKeyValue("group", consumer.groupMetadata().groupId())
                    .setCause(e)
                    .log("a consumer instance lets go of partitions without having committed where its client stands");
        }
    }

    /** Commits where the client stands, if it does so by itself, and leaves the group. */
    void close(Duration timeout) {
        long begunNanos = System.nanoTime();
        commitLast(timeout);
        closed = true;
        Duration left = timeout.minusNanos(System.nanoTime() - begunNanos);
        consumer.close(CloseOptions.timeout(left.isNegative() ? Duration.ZERO : left));
    }
}
