package io.millrace.gateway.instances;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Where the client of an instance stands, and commits of that. Kafka's consumer would commit where it stands itself, which is
 * behind records that its client may never get. In turns, as its consumer.
 */
final class DeliveredPositions {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveredPositions.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final boolean automatic;
    private final long intervalNanos;
    /** The first record of each partition that was polled, and is not yet with the client. */
    private final Map<TopicPartition, Long> underWay = new HashMap<>();

    private long committedNanos = System.nanoTime();
    private int unanswered;

    /** {@code automatic} commits without being asked, and then once in {@code intervalMs}, as Kafka's consumer would. */
    DeliveredPositions(KafkaConsumer<byte[], byte[]> consumer, boolean automatic, long intervalMs) {
        this.consumer = consumer;
        this.automatic = automatic;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    /** These are on their way to the client. */
    void polled(ConsumerRecords<byte[], byte[]> records) {
        records.partitions()
                .forEach(each ->
                        underWay.putIfAbsent(each, records.records(each).get(0).offset()));
    }

    /** What is on its way has come to the client: the consumer stands where he does. */
    void delivered() {
        underWay.clear();
    }

    /** What is on its way of these partitions does not count any more: others have them, or the client went elsewhere. */
    void forget(Collection<TopicPartition> partitions) {
        underWay.keySet().removeAll(partitions);
    }

    /** Of which partitions something is on its way. */
    Set<TopicPartition> underWay() {
        return Set.copyOf(underWay.keySet());
    }

    /** What is on its way does not come to the client: it will be polled again. */
    void takeBack() {
        Map<TopicPartition, Long> places = Map.copyOf(underWay);
        underWay.clear();
        places.forEach(consumer::seek);
    }

    /** Behind the last record that the client has of each partition, as far as it has a position. */
    Map<TopicPartition, OffsetAndMetadata> all() {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        for (TopicPartition each : consumer.assignment()) {
            place(each).ifPresent(offset -> all.put(each, new OffsetAndMetadata(offset)));
        }
        return all;
    }

    /** Empty where nothing was polled yet, and where the consumer begins is yet to be found out. */
    private Optional<Long> place(TopicPartition partition) {
        Long first = underWay.get(partition);
        try {
            return Optional.of(first == null ? consumer.position(partition, Duration.ZERO) : first);
        } catch (TimeoutException | InvalidOffsetException e) {
            return Optional.empty();
        }
    }

    /** Commits these, and does not wait for that. */
    void commitLater(Map<TopicPartition, OffsetAndMetadata> offsets) {
        consumer.commitAsync(offsets, (same, failure) -> {
            unanswered--;
            if (failure != null) {
                // What passes is tried again with the next ones.
                boolean passes =
                        failure instanceof RetriableException || failure instanceof RebalanceInProgressException;
                LOGGER.atLevel(passes ? Level.DEBUG : Level.WARN)
                        .addKeyValue("group", consumer.groupMetadata().groupId())
                        .setCause(failure)
                        .log("offsets of a consumer instance could not be committed");
            }
        });
        unanswered++;
    }

    /** Whether commits wait for an answer, for which the consumer must be polled. */
    boolean areUnanswered() {
        return unanswered > 0;
    }

    /** Commits when it is time, if it does so by itself; does not wait. */
    void commitSometimes() {
        long now = System.nanoTime();
        if (!automatic || unanswered > 0 || now - committedNanos < intervalNanos) {
            return;
        }
        committedNanos = now;
        Map<TopicPartition, OffsetAndMetadata> all = all();
        if (!all.isEmpty()) {
            commitLater(all);
        }
    }

    /** Commits before partitions are let go of, if it does so by itself; waits a little. */
    void commitLast(Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> all = automatic ? all() : Map.of();
        if (!all.isEmpty()) {
            consumer.commitSync(all, timeout);
        }
    }
}
