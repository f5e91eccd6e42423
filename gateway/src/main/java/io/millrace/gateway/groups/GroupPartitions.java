package io.millrace.gateway.groups;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The partitions of one consumer of a member: what of them is acknowledged, and what was polled since. Every read begins behind
 * what is acknowledged, so nothing is lost when a token is not. In turns, as its consumer.
 */
final class GroupPartitions implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final boolean fromEarliest;
    /** What the group has committed of the partitions that are assigned. */
    private final Map<TopicPartition, Long> acknowledged = new HashMap<>();
    /** What the consumer polls next. */
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    /** Assigned, and it is not known yet what is acknowledged. */
    private final Set<TopicPartition> fresh = new HashSet<>();

    private boolean joined;
    /** Another gateway may have got the place since the last read, and this one has yet to hear of it. */
    private boolean mayBeFenced;

    private int changes;

    GroupPartitions(KafkaConsumer<byte[], byte[]> consumer, boolean fromEarliest) {
        this.consumer = consumer;
        this.fromEarliest = fromEarliest;
    }

    /** Keeps the place in the group, and gets what is at hand of partitions that are not paused. */
    ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ZERO);
        polled.nextOffsets().forEach((partition, next) -> reached.put(partition, next.offset()));
        return polled;
    }

    /** No more records until the next read. */
    void rest() {
        mayBeFenced = true;
        consumer.pause(consumer.assignment());
    }

    /** How often partitions came and went. */
    int changes() {
        return changes;
    }

    /** Whether it has partitions, or knows that there are none for it; asks where the new ones begin. */
    boolean settle() {
        if (!fresh.isEmpty()) {
            Set<TopicPartition> asked = Set.copyOf(fresh);
            Map<TopicPartition, Long> committed = new HashMap<>();
            consumer.committed(asked).forEach((partition, known) -> {
                if (known != null) {
                    committed.put(partition, known.offset());
                }
            });
            Set<TopicPartition> unknown = new HashSet<>(asked);
            unknown.removeAll(committed.keySet());
            committed.putAll(begin(unknown));
            acknowledged.putAll(committed);
            fresh.removeAll(asked);
        }
        return joined;
    }

    /**
     * Commits where a group begins to read: if nobody acknowledges what is handed out from there, the next one must not begin
     * elsewhere, such as at what is the end by then.
     */
    private Map<TopicPartition, Long> begin(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        if (fromEarliest) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(each -> positions.put(each, consumer.position(each)));
        commit(positions);
        return positions;
    }

    /**
     * Takes what was handed out as done, of the partitions that it has still; others hand theirs out again. Fails with a
     * {@link org.apache.kafka.common.errors.FencedInstanceIdException} when another gateway has got the place, so that what
     * is known here of acknowledged records is old: the cluster tells that who commits, but not who fetches.
     */
    void acknowledge(Map<TopicPartition, Range> handedOut) {
        Map<TopicPartition, Long> moved = new HashMap<>();
        handedOut.forEach((partition, range) -> {
            Long committed = acknowledged.get(partition);
            if (committed != null && range.acknowledges(committed)) {
                moved.put(partition, range.next());
            }
        });
        if (moved.isEmpty() && mayBeFenced) {
            acknowledged.entrySet().stream().limit(1).forEach(each -> moved.put(each.getKey(), each.getValue()));
        }
        if (!moved.isEmpty()) {
            commit(moved);
            acknowledged.putAll(moved);
        }
        mayBeFenced = false;
    }

    private void commit(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
        offsets.forEach((partition, offset) -> written.put(partition, new OffsetAndMetadata(offset)));
        consumer.commitSync(written);
    }

    /** It is not known what the consumer polls next. */
    void forget() {
        reached.clear();
    }

    /** Goes behind what is acknowledged, and lets records come. */
    void rewind() {
        acknowledged.forEach((partition, offset) -> {
            // What is fetched already stays good where nothing moves.
            if (!offset.equals(reached.get(partition))) {
                consumer.seek(partition, offset);
                reached.put(partition, offset);
            }
        });
        consumer.resume(consumer.assignment());
    }

    /**
     * What was polled since, but for what there was no room for. Partitions that were only found to have nothing to show, such
     * as aborted records, come last.
     */
    Map<TopicPartition, Range> handedOut(Set<TopicPartition> shown, Map<TopicPartition, Long> surplus) {
        Set<TopicPartition> all = new LinkedHashSet<>(shown);
        all.addAll(acknowledged.keySet());
        Map<TopicPartition, Range> ranges = new HashMap<>();
        for (TopicPartition each : all) {
            long from = acknowledged.get(each);
            long next = surplus.getOrDefault(each, reached.getOrDefault(each, from));
            if (next > from && ranges.size() < ResumeToken.PARTITIONS_MAX) {
                ranges.put(each, new Range(from, next));
            }
        }
        return ranges;
    }

    /** Where its partitions end, as readers of its isolation see it. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(acknowledged.keySet());
    }

    /** Whether there are records up to there that have not come yet. */
    boolean isBehind(Map<TopicPartition, Long> ends) {
        boolean behind = false;
        for (Map.Entry<TopicPartition, Long> each : ends.entrySet()) {
            TopicPartition partition = each.getKey();
            if (acknowledged.containsKey(partition) && reached.get(partition) < each.getValue()) {
                // Over what is deleted the consumer goes without a word.
                reached.merge(partition, position(partition), Math::max);
                behind |= reached.get(partition) < each.getValue();
            }
        }
        return behind;
    }

    private long position(TopicPartition partition) {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (TimeoutException e) {
            // It has none at the moment, as when a leader has changed.
            return 0;
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        changes++;
        fresh.addAll(partitions);
        consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        changes++;
        partitions.forEach(each -> {
            fresh.remove(each);
            acknowledged.remove(each);
            reached.remove(each);
        });
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        joined = false;
        onPartitionsRevoked(partitions);
    }
}
