package io.millrace.connectors.jdbc;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions whose next record cannot be written before another partition has been read further, each for a bounded time.
 *
 * <p>The two records of a change of key lie in different partitions. When the second is read long before the first, the
 * large values that it leaves out are not in the target yet. What it waits for was committed before it in the source, so
 * of all that wait at least one can always go on.
 */
final class WaitingPartitions {
    private final long maxWaitNs;
    private final Map<TopicPartition, Wait> waits = new HashMap<>();
    private final Map<TopicPartition, Long> held = new HashMap<>();

    /** The record that a partition waits at, and since when. */
    private record Wait(long offset, long sinceNs) {}

    WaitingPartitions(long maxWaitMs) {
        this.maxWaitNs = maxWaitMs * 1_000_000L;
    }

    /** Lets the partition wait at this record; false when it has waited for long enough. */
    boolean hold(TopicPartition partition, long offset, long nowNs) {
        Wait wait = waits.get(partition);
        if (wait == null || wait.offset() != offset) {
            wait = new Wait(offset, nowNs);
            waits.put(partition, wait);
        }
        if (nowNs - wait.sinceNs() >= maxWaitNs) {
            return false;
        }
        held.merge(partition, offset, Math::min);
        return true;
    }

    /** Whether this record lies behind one that its partition waits at in this batch. */
    boolean holds(TopicPartition partition, long offset) {
        Long from = held.get(partition);
        return from != null && offset >= from;
    }

    /** Where partitions wait in this batch. */
    Map<TopicPartition, Long> held() {
        return Map.copyOf(held);
    }

    /** Partitions that the task lost wait for nothing; if they come back, their time begins anew. */
    void release(Collection<TopicPartition> partitions) {
        waits.keySet().removeAll(partitions);
        held.keySet().removeAll(partitions);
    }

    /** A new batch begins. */
    void clearHeld() {
        held.clear();
    }

    /** These offsets were committed; nobody waits for what lies before them. */
    void passed(Map<TopicPartition, Long> nextOffsets) {
        nextOffsets.forEach((partition, next) ->
                waits.computeIfPresent(partition, (same, wait) -> wait.offset() < next ? null : wait));
    }
}
