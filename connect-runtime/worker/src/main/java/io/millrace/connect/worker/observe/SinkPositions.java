package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.TaskFigures.PartitionFigures;
import io.millrace.connect.worker.control.TaskFigures.SinkFigures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a sink stands in each of its partitions, and how far that is from the end.
 *
 * <p>The lag in seconds is an upper bound: nothing that waits is older. A record that waits lies behind the last one that
 * was taken, and came after the sink was last seen at the end; the later of these two times counts. It is unknown
 * while there is neither, and while nobody could ask where the end is. Any thread.
 */
final class SinkPositions {

    private static final double MS_PER_SECOND = 1000.0;
    private static final long UNKNOWN = -1;

    private final Map<TopicPartition, Position> positions = new HashMap<>();

    private static final class Position {
        private long next;
        private long consumed;
        private long committed;
        private long takenTimeMs = UNKNOWN;
        private long consumedTimeMs = UNKNOWN;
        private long end = UNKNOWN;
        private long endAskedMs = UNKNOWN;
        private long atEndMs = UNKNOWN;

        private Position(long offset) {
            next = offset;
            consumed = offset;
            committed = offset;
        }

        private OptionalLong lag() {
            return end == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(Math.max(0, end - next));
        }

        private OptionalDouble lagSeconds(long nowMs) {
            if (end == UNKNOWN) {
                return OptionalDouble.empty();
            }
            if (end <= next) {
                return OptionalDouble.of(0);
            }
            long noOlderThanMs = Math.max(takenTimeMs, atEndMs);
            return noOlderThanMs == UNKNOWN
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.max(0, nowMs - noOlderThanMs) / MS_PER_SECOND);
        }
    }

    synchronized void opened(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> positions.put(partition, new Position(offset)));
    }

    synchronized void closed(Collection<TopicPartition> partitions) {
        partitions.forEach(positions::remove);
    }

    /** The consumer's own next offsets count, which lie behind transaction markers, as no record does. */
    synchronized void consumed(ConsumerRecords<byte[], byte[]> records) {
        records.nextOffsets().forEach((partition, offset) -> {
            Position position = positions.get(partition);
            if (position != null) {
                position.consumed = offset.offset();
                List<ConsumerRecord<byte[], byte[]>> own = records.records(partition);
                if (!own.isEmpty()) {
                    position.consumedTimeMs = own.get(own.size() - 1).timestamp();
                }
            }
        });
    }

    synchronized void put() {
        positions.values().forEach(position -> {
            position.next = position.consumed;
            position.takenTimeMs = position.consumedTimeMs;
        });
    }

    synchronized void rewound(TopicPartition partition, long offset) {
        Position position = positions.get(partition);
        if (position != null) {
            position.next = offset;
            position.consumed = offset;
            position.committed = offset;
            position.takenTimeMs = UNKNOWN;
            position.consumedTimeMs = UNKNOWN;
            position.atEndMs = UNKNOWN;
        }
    }

    synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Position position = positions.get(partition);
            if (position != null) {
                position.committed = offset.offset();
            }
        });
    }

    synchronized Set<TopicPartition> partitions() {
        return Set.copyOf(positions.keySet());
    }

    synchronized int count() {
        return positions.size();
    }

    /** Where the partition ends, as somebody was told who had asked at {@code askedMs}. */
    synchronized void endsAt(TopicPartition partition, long end, long askedMs) {
        Position position = positions.get(partition);
        if (position != null) {
            position.end = end;
            position.endAskedMs = askedMs;
            if (end <= position.next) {
                position.atEndMs = askedMs;
            }
        }
    }

    /** Records read and not committed, by their offsets. */
    synchronized long active() {
        long active = 0;
        for (Position position : positions.values()) {
            active += Math.max(0, position.consumed - position.committed);
        }
        return active;
    }

    synchronized SinkFigures figures(long nowMs) {
        List<PartitionFigures> figures = new ArrayList<>();
        OptionalLong oldestAskedMs = OptionalLong.empty();
        for (Map.Entry<TopicPartition, Position> entry : positions.entrySet()) {
            Position position = entry.getValue();
            figures.add(new PartitionFigures(
                    entry.getKey().topic(),
                    entry.getKey().partition(),
                    position.next,
                    // What was read meanwhile has moved the end since it was asked for.
                    position.end == UNKNOWN
                            ? OptionalLong.empty()
                            : OptionalLong.of(Math.max(position.end, position.next)),
                    position.lag(),
                    position.lagSeconds(nowMs)));
            boolean older = oldestAskedMs.isEmpty() || position.endAskedMs < oldestAskedMs.getAsLong();
            if (position.endAskedMs != UNKNOWN && older) {
                oldestAskedMs = OptionalLong.of(position.endAskedMs);
            }
        }
        figures.sort(Comparator.comparing(PartitionFigures::topic).thenComparing(PartitionFigures::partition));
        return new SinkFigures(figures, oldestAskedMs);
    }
}
