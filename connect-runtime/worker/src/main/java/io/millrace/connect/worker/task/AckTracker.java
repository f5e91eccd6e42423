package io.millrace.connect.worker.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * How far the broker has acknowledged what a task polled, in two measures.
 *
 * <p>Source offsets are safe to commit up to the longest acknowledged prefix of each source partition, so that a slow
 * topic holds back only its own source partitions. Receipts, which a plugin may pass on to its source as "never again",
 * follow the longest acknowledged prefix of the whole task: a replication slot or a session is one for all the source
 * partitions of a task, and must not pass a record that is still on its way.
 */
final class AckTracker {

    private final Map<Map<String, ?>, Deque<Submitted>> byPartition = new HashMap<>();
    private final Deque<Submitted> unreceipted = new ArrayDeque<>();
    /** Hears of the bytes of each record that is kept no longer. */
    private final LongConsumer released;

    private int underWay;
    private int uncommitted;
    private boolean receipting;
    private boolean lost;

    /** {@code released} hears of the bytes of each record that is kept no longer; it must be quick. */
    AckTracker(LongConsumer released) {
        this.released = released;
    }

    /** Remembers a record of so many bytes in the order in which it was polled. */
    synchronized Submitted submit(SourceRecord record, long bytes) {
        Deque<Submitted> queue = byPartition.computeIfAbsent(record.sourcePartition(), key -> new ArrayDeque<>());
        Submitted submitted = new Submitted(record, bytes, queue);
        queue.add(submitted);
        unreceipted.add(submitted);
        underWay++;
        uncommitted++;
        return submitted;
    }

    /** Takes the newest record back, which was not sent after all. */
    synchronized void withdraw(Submitted newest) {
        newest.queue.removeLastOccurrence(newest);
        unreceipted.removeLastOccurrence(newest);
        underWay--;
        uncommitted--;
        released.accept(newest.bytes);
        notifyAll();
    }

    /**
     * The record is in its topic, or skipped for good when {@code metadata} is null. Gives {@code receipt} every record
     * that the acknowledged prefix of the task has gained, in order; one thread at a time does so for all of them.
     */
    void acknowledge(Submitted submitted, RecordMetadata metadata, Consumer<Receipt> receipt) {
        synchronized (this) {
            submitted.acknowledged = true;
            submitted.metadata = metadata;
            underWay--;
            notifyAll();
            if (receipting) {
                return;
            }
            receipting = true;
        }
        boolean given = false;
        try {
            for (Receipt next = nextReceipt(); next != null; next = nextReceipt()) {
                receipt.accept(next);
            }
            given = true;
        } finally {
            // After the last receipt another thread may be at it already.
            if (!given) {
                endReceipts();
            }
        }
    }

    /** Ends in one step with the look at the queue, or a record acknowledged now would wait for the one after it. */
    private synchronized Receipt nextReceipt() {
        Submitted oldest = unreceipted.peek();
        if (oldest == null || !oldest.acknowledged) {
            endReceipts();
            return null;
        }
        unreceipted.remove();
        Receipt receipt = new Receipt(oldest.record, oldest.metadata);
        // The offset may wait long for its commit; what the record carries must not wait with it.
        oldest.record = null;
        released.accept(oldest.bytes);
        return receipt;
    }

    private synchronized void endReceipts() {
        receipting = false;
        notifyAll();
    }

    /** The record cannot be delivered, so that nothing behind it may count. */
    synchronized void lose() {
        lost = true;
        underWay--;
        notifyAll();
    }

    /** Whether a record was lost; the source must not hear that it is done with what it gave. */
    synchronized boolean lost() {
        return lost;
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
                uncommitted--;
            }
            if (queue.isEmpty()) {
                partitions.remove();
            }
        }
        notifyAll();
        return committable;
    }

    /** Offsets that wait to be committed. */
    synchronized int uncommitted() {
        return uncommitted;
    }

    /** Records that are kept until everything before them is acknowledged. */
    synchronized int unreceipted() {
        return unreceipted.size();
    }

    /** Waits until nothing is under way and every receipt due is given; false when the time was not enough. */
    synchronized boolean awaitAll(long timeoutMs) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (underWay > 0 || receipting) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** The news for a plugin that a record is in its topic; without metadata for one that was dropped or skipped. */
    record Receipt(SourceRecord record, RecordMetadata metadata) {}

    /** A record on its way. */
    static final class Submitted {
        private final Map<String, ?> offset;
        private final Deque<Submitted> queue;
        private final long bytes;
        private SourceRecord record;
        private RecordMetadata metadata;
        private boolean acknowledged;

        private Submitted(SourceRecord record, long bytes, Deque<Submitted> queue) {
            this.record = record;
            this.bytes = bytes;
            this.offset = record.sourceOffset();
            this.queue = queue;
        }
    }
}
