package io.millrace.gateway.groups;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a read of a group waits: for a first record as long as it may, and for what is there, or for its place in the
 * group, at least a while. It counts from when it is made. One thread at a time.
 */
final class ReadWait {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long waitNanos;
    private final CompletableFuture<?> gone;
    private final long startedNanos = System.nanoTime();
    /** Where the partitions ended when the wait for a first record was over; null before that. */
    private Map<TopicPartition, Long> ends;

    /** {@code gone} completes when nobody waits for the result any more. */
    ReadWait(long waitMs, CompletableFuture<?> gone) {
        this.waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
        this.gone = gone;
    }

    /** Whether nothing more is waited for; {@code open} if something is there, or may be, and needs a while to come. */
    boolean isLate(boolean open) {
        return gone.isDone()
                || System.nanoTime() - startedNanos >= (open ? Math.max(waitNanos, PATIENCE_NANOS) : waitNanos);
    }

    /** When nothing has come: what was there when the wait was over must come, in time. */
    boolean isOver(GroupPartitions partitions) {
        if (!isLate(false)) {
            return false;
        }
        if (ends == null) {
            ends = partitions.ends();
        }
        return !partitions.isBehind(ends) || isLate(true);
    }

    /** The partitions are others now. */
    void forgetEnds() {
        ends = null;
    }
}
