package io.millrace.connect.worker.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which source offsets are safe to commit: for each source partition, the longest prefix of the submitted records that
 * the broker has acknowledged. A slow topic holds back only its own source partitions.
 */
final class AckTracker {

    private final Map<Map<String, ?>, Deque<Submitted>> byPartition = new HashMap<>();
    private int unacknowledged;
    private int size;

    /** Remembers a record in the order in which it was polled. */
    synchronized Submitted submit(Map<String, ?> partition, Map<String, ?> offset) {
        Submitted submitted = new Submitted(offset);
        byPartition.computeIfAbsent(partition, key -> new ArrayDeque<>()).add(submitted);
        unacknowledged++;
        size++;
        return submitted;
    }

    /** Takes the safe prefixes out and returns the last offset of each. */
    synchronized Map<Map<String, ?>, Map<String, ?>> takeCommittable() {
        Map<Map<String, ?>, Map<String, ?>> committable = new HashMap<>();
        Iterator<Map.Entry<Map<String, ?>, Deque<Submitted>>> partitions =
                byPartition.entrySet().iterator();
        while (partitions.hasNext()) {
            Map.Entry<Map<String, ?>, Deque<Submitted>> partition = partitions.next();
            Deque<Submitted> queue = partition.getValue();
            while (!queue.isEmpty() && queue.peek().acknowledged) {
                committable.put(partition.getKey(), queue.poll().offset);
                size--;
            }
            if (queue.isEmpty()) {
                partitions.remove();
            }
        }
        notifyAll();
        return committable;
    }

    /** Records that are kept, acknowledged or not. */
    synchronized int size() {
        return size;
    }

    /** Waits until everything submitted is acknowledged; false when the time was not enough. */
    synchronized boolean awaitAll(long timeoutMs) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (unacknowledged > 0) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private synchronized void acknowledge(Submitted submitted) {
        if (!submitted.acknowledged) {
            submitted.acknowledged = true;
            unacknowledged--;
            notifyAll();
        }
    }

    /** A record on its way. */
    final class Submitted {
        private final Map<String, ?> offset;
        private boolean acknowledged;

        private Submitted(Map<String, ?> offset) {
            this.offset = offset;
        }

        void acknowledge() {
            AckTracker.this.acknowledge(this);
        }
    }
}
