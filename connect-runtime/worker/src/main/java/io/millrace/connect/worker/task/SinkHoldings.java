package io.millrace.connect.worker.task;

import io.millrace.connect.worker.budget.RecordBytes;
import io.millrace.connect.worker.budget.TaskBudget;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sink holds, from the fetch to the commit, in the account of its task. A task that keeps records until it is
 * asked to commit is asked in time; one that keeps its offsets back all the same is taken to have its records elsewhere,
 * or is given no more until it lets go of them, as its connector has it. Any thread that has the consumer, one at a time.
 */
final class SinkHoldings {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkHoldings.class);

    /** Fetches that are told apart in a partition; beyond that the newest ones count as one. */
    private static final int FETCHES_MAX = 1_000;

    private static final long ASK_AGAIN_MS = 500;

    private final String name;
    private final TaskBudget budget;
    private final boolean holdUncommitted;
    private final Map<TopicPartition, Deque<Fetched>> fetches = new HashMap<>();
    private boolean asked;
    private long askedNanos;
    private long heldSinceNanos;
    private boolean held;
    /** Of the records of the newest fetch, which are those that are given to the task next. */
    private long largestBytes = Long.MAX_VALUE;

    SinkHoldings(String name, TaskBudget budget, boolean holdUncommitted) {
        this.name = name;
        this.budget = budget;
        this.holdUncommitted = holdUncommitted;
    }

    private static final class Fetched {
        private long lastOffset;
        private long bytes;
        private boolean askedFor;

        private Fetched(long lastOffset, long bytes) {
            this.lastOffset = lastOffset;
            this.bytes = bytes;
        }
    }

    /** Counts a fetch. */
    synchronized void fetched(ConsumerRecords<byte[], byte[]> consumed) {
        long all = 0;
        largestBytes = 0;
        for (TopicPartition partition : consumed.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = consumed.records(partition);
            long bytes = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                long recordBytes = RecordBytes.of(record);
                bytes += recordBytes;
                largestBytes = Math.max(largestBytes, recordBytes);
            }
            add(partition, records.get(records.size() - 1).offset(), bytes);
            all += bytes;
        }
        budget.take(all);
    }

    private void add(TopicPartition partition, long lastOffset, long bytes) {
        Deque<Fetched> queue = fetches.computeIfAbsent(partition, none -> new ArrayDeque<>());
        if (queue.size() < FETCHES_MAX) {
            queue.add(new Fetched(lastOffset, bytes));
        } else {
            Fetched newest = queue.peekLast();
            newest.lastOffset = lastOffset;
            newest.bytes += bytes;
            newest.askedFor = false;
        }
    }

    /** Why a record of the newest fetch is not to be given to the task; null if it is. */
    RecordTooLargeException refusal(ConsumerRecord<byte[], byte[]> record) {
        if (largestBytes <= budget.bytes()) {
            return null;
        }
        long bytes = RecordBytes.of(record);
        return bytes <= budget.bytes() ? null : PollBytes.tooLarge(name, record.topic(), bytes, budget);
    }

    /** What lies before these offsets is committed. */
    synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Deque<Fetched> queue = fetches.get(partition);
            while (queue != null && !queue.isEmpty() && queue.peek().lastOffset < offset.offset()) {
                budget.give(queue.remove().bytes);
            }
        });
    }

    /** Nothing of these partitions is held any more: they went away, or their records come again. */
    synchronized void dropped(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Deque<Fetched> queue = fetches.remove(partition);
            if (queue != null) {
                budget.give(queue.stream().mapToLong(fetch -> fetch.bytes).sum());
            }
        }
    }

    /** The records of all partitions come again. */
    synchronized void droppedAll() {
        dropped(List.copyOf(fetches.keySet()));
    }

    /**
     * Whether the task is to be asked to commit now. {@code answered}: no commit is under way; {@code inHand}: a batch
     * waits to be put again, which no commit can do anything about.
     */
    synchronized boolean wantsCommit(boolean answered, boolean inHand) {
        if (!budget.isHalfFull() || inHand) {
            asked = false;
            return false;
        }
        if (!answered) {
            return false;
        }
        if (asked && !holdUncommitted) {
            // It was asked and has kept them back: it has its own idea of when it is done with records.
            dropAskedFor();
            asked = false;
            return false;
        }
        if (asked && System.nanoTime() - askedNanos < TimeUnit.MILLISECONDS.toNanos(ASK_AGAIN_MS)) {
            return false;
        }
        asked = true;
        askedNanos = System.nanoTime();
        fetches.values().forEach(queue -> queue.forEach(fetch -> fetch.askedFor = true));
        return true;
    }

    private void dropAskedFor() {
        for (Deque<Fetched> queue : fetches.values()) {
            while (!queue.isEmpty() && queue.peek().askedFor) {
                budget.give(queue.remove().bytes);
            }
        }
    }

    /** Whether no more may be fetched at present. */
    synchronized boolean full() {
        boolean now = !budget.hasRoom();
        if (now != held) {
            if (now) {
                heldSinceNanos = System.nanoTime();
                LOGGER.info("sink reads no more until it has room task={} held={}", name, budget.heldBytes());
            } else {
                budget.throttled(System.nanoTime() - heldSinceNanos);
            }
            held = now;
        } else if (now) {
            long nanos = System.nanoTime();
            budget.throttled(nanos - heldSinceNanos);
            heldSinceNanos = nanos;
        }
        return now;
    }
}
