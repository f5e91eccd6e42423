package io.millrace.gateway.consume;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.KafkaProblems;
import io.millrace.gateway.records.RecordWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;

/**
 * One read of one partition: takes what is there within its bounds, or else waits for a first record as long as it may. What
 * is there must come in time too.
 */
final class PartitionRead {
    /** So long the cluster may take for records that it has. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ReadPool pool;
    private final Chain chain;
    private final PooledConsumer pooled;
    private final AnswerBytes answer;
    private final TopicIdPartition place;
    private final TopicPartition partition;
    private final Spot spot;
    private final Bounds bounds;
    private final CompletableFuture<Found> result = new CompletableFuture<>();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final long deadlineNanos;
    private volatile boolean cancelled;
    private long bytes;
    private long next;
    private int emptyInARow;
    private boolean started;

    /** Where a read begins, and where the partition ended when it was asked. */
    record Spot(long offset, long beginning, long end) {}

    /** How much a read takes, and how long it waits for a first record. */
    record Bounds(int records, int bytes, long waitMs) {}

    /** What was read, where to go on, and where the partition ends. */
    record Found(List<ConsumerRecord<byte[], byte[]>> records, long next, long beginning, long end) {}

    /** A consumer, the pool that gets it back, the threads that it lives on, and what the answer counts. */
    record Means(ReadPool pool, ConsumerThreads threads, PooledConsumer pooled, AnswerBytes answer) {}

    private PartitionRead(Means means, TopicIdPartition place, Spot spot, Bounds bounds) {
        this.pool = means.pool();
        this.chain = new Chain(means.threads(), this::fail);
        this.pooled = means.pooled();
        this.answer = means.answer();
        this.place = place;
        this.partition = place.topicPartition();
        this.spot = spot;
        this.bounds = bounds;
        this.next = spot.offset();
        this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(bounds.waitMs());
    }

    /** Begins; {@code gone} completes when nobody waits for the result any more. */
    static CompletableFuture<Found> start(
            Means means, TopicIdPartition place, Spot spot, Bounds bounds, CompletableFuture<?> gone) {
        PartitionRead read = new PartitionRead(means, place, spot, bounds);
        var unused = gone.thenRun(() -> read.cancelled = true);
        read.chain.soon(read::step);
        return read.result;
    }

    private void step() {
        if (pool.isClosed()) {
            throw ReadPool.stopping();
        }
        Consumer<byte[], byte[]> consumer = pooled.at(place, spot.offset(), started);
        started = true;
        List<ConsumerRecord<byte[], byte[]>> polled =
                consumer.poll(Duration.ZERO).records(partition);
        boolean full = add(polled);
        if (!full) {
            // Also beyond what a reader of committed records never sees.
            next = consumer.position(partition);
        }
        emptyInARow = polled.isEmpty() ? emptyInARow + 1 : 0;
        if (full || cancelled || (polled.isEmpty() && isOver())) {
            finish(consumer);
        } else if (polled.isEmpty()) {
            chain.later(this::step, emptyInARow);
        } else {
            chain.soon(this::step);
        }
    }

    private void fail(Throwable failure) {
        try {
            pool.discard(pooled);
        } finally {
            result.completeExceptionally(told(failure));
        }
    }

    /** Takes what there is room for; true when there is no more. */
    private boolean add(List<ConsumerRecord<byte[], byte[]>> polled) {
        for (ConsumerRecord<byte[], byte[]> each : polled) {
            long size = RecordWriter.sizeBytes(each);
            boolean hasRoom =
                    records.size() < bounds.records() && (records.isEmpty() || bytes + size <= bounds.bytes());
            if (!hasRoom || !answer.tryTake(size)) {
                return true;
            }
            records.add(each);
            bytes += size;
            next = each.offset() + 1;
        }
        return records.size() == bounds.records();
    }

    /** When nothing is at hand: an answer reaches to where the partition ended, unless it is full before. */
    private boolean isOver() {
        long lateNanos = System.nanoTime() - deadlineNanos;
        if (next >= spot.end()) {
            return !records.isEmpty() || lateNanos >= 0;
        }
        if (lateNanos <= PATIENCE_NANOS) {
            return false;
        }
        if (next > spot.offset()) {
            return true;
        }
        throw HttpProblemException.passing(
                503,
                KafkaProblems.KAFKA_RETRIABLE_ERROR,
                "The cluster did not answer in time: there are records at offset " + next + ", and none came");
    }

    private void finish(Consumer<byte[], byte[]> consumer) {
        OptionalLong lag = consumer.currentLag(partition);
        long seenEnd = lag.isEmpty() ? next : consumer.position(partition) + lag.getAsLong();
        pool.give(pooled);
        result.complete(new Found(records, next, spot.beginning(), Math.max(spot.end(), seenEnd)));
    }

    private Throwable told(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return ReadPool.stopping();
        }
        // Records were deleted after the partition was asked where it begins.
        return failure instanceof OffsetOutOfRangeException
                ? ReadSpots.deleted(next, "records up to there were deleted while they were read")
                : failure;
    }
}
