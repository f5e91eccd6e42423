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

    private final Map<Map<String, ?>, SourcePartition> byPartition = new HashMap<>();
    private final Deque<Submitted> unreceipted = new ArrayDeque<>();
    /** Hears of the bytes of each record that is kept no longer. */
    private final LongConsumer released;

    private int underWay;
    private int uncommitted;
    private int waiting;
    private boolean receipting;
    private boolean lost;

    /** {@code released} hears of the bytes of each record that is kept no longer; it must be quick. */
    AckTracker(LongConsumer released) {
        this.released = released;
    }

    /** Remembers a record of so many bytes in the order in which it was polled. */
    synchronized Submitted submit(SourceRecord record, long bytes) {
        SourcePartition partition = byPartition.computeIfAbsent(record.sourcePartition(), key -> new SourcePartition());
        Submitted submitted = new Submitted(record, bytes, partition);
        partition.unsafe.add(submitted);
        unreceipted.add(submitted);
        underWay++;
        uncommitted++;
        return submitted;
    }

    /** Takes the newest record back, which was not sent after all. */
    synchronized void withdraw(Submitted newest) {
        newest.partition.unsafe.removeLastOccurrence(newest);
        unreceipted.removeLastOccurrence(newest);
        underWay--;
        uncommitted--;
        released.accept(newest.bytes);
        wakeUp();
    }

    /**
     * The record is in its topic, or skipped for good when {@code metadata} is null. Gives {@code receipt} every record
     * that the acknowledged prefix of the task has gained, in order; one thread at a time does so for all of them.
     */
    void acknowledge(Submitted submitted, RecordMetadata metadata, Consumer<Receipt> receipt) {
        Receipt next;
        synchronized (this) {
            submitted.acknowledged = true;
            submitted.metadata = metadata;
            submitted.partition.advance();
            underWay--;
            wakeUp();
            if (receipting) {
                return;
            }
            receipting = true;
            next = nextReceipt();
        }
        boolean given = false;
        try {
            while (next != null) {
                receipt.accept(next);
                next = nextReceipt();
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
        wakeUp();
    }

    /** Mostly nobody waits, which is quicker to see here than in the JVM. */
    private void wakeUp() {
        if (waiting > 0) {
            notifyAll();
        }
    }

    /** The record cannot be delivered, so that nothing behind it may count. */
    synchronized void lose() {
        lost = true;
        underWay--;
        wakeUp();
    }

    /** Whether a record was lost; the source must not hear that it is done with what it gave. */
    synchronized boolean lost() {
        return lost;
    }

    /** Takes the safe prefixes out and returns the last offset of each. */
    synchronized Map<Map<String, ?>, Map<String, ?>> takeCommittable() {
        Map<Map<String, ?>, Map<String, ?>> committable = new HashMap<>();
        Iterator<Map.Entry<Map<String, ?>, SourcePartition>> partitions =
                byPartition.entrySet().iterator();
        while (partitions.hasNext()) {
            Map.Entry<Map<String, ?>, SourcePartition> entry = partitions.next();
            SourcePartition partition = entry.getValue();
            if (partition.safe > 0) {
                committable.put(entry.getKey(), partition.safeOffset);
                uncommitted -= partition.safe;
                partition.safe = 0;
            }
            if (partition.unsafe.isEmpty()) {
                partitions.remove();
            }
        }
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

    /** How many more records may be submitted, whatever becomes of the others, within these bounds; 0 or less for none. */
    synchronized int room(int uncommittedMax, int unreceiptedMax) {
        return Math.min(uncommittedMax - uncommitted, unreceiptedMax - unreceipted.size());
    }

    /** Waits until nothing is under way and every receipt due is given; false when the time was not enough. */
    synchronized boolean awaitAll(long timeoutMs) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        waiting++;
        try {
            while (underWay > 0 || receipting) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } finally {
            waiting--;
        }
    }

    /** The news for a plugin that a record is in its topic; without metadata for one that was dropped or skipped. */
    record Receipt(SourceRecord record, RecordMetadata metadata) {}

    /** Of the acknowledged prefix of a source partition only the newest offset is kept: it may wait long for its commit. */
    private static final class SourcePartition {
        private final Deque<Submitted> unsafe = new ArrayDeque<>();
        private int safe;
        private Map<String, ?> safeOffset;

        private void advance() {
            while (!unsafe.isEmpty() && unsafe.peek().acknowledged) {
                safeOffset = unsafe.poll().offset;
                safe++;
            }
        }
    }

    /** A record on its way. */
    static final class Submitted {
        private final Map<String, ?> offset;
        private final SourcePartition partition;
        private final long bytes;
        private SourceRecord record;
        private RecordMetadata metadata;
        private boolean acknowledged;

        private Submitted(SourceRecord record, long bytes, SourcePartition partition) {
            this.record = record;
            this.bytes = bytes;
            this.offset = record.sourceOffset();
            this.partition = partition;
        }
    }
}
