package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of one source task, on a thread of its own since the task's may block in poll.
 *
 * <p>The order is the point: the offsets are durable in the offset topic first, then the plugin hears
 * {@code commit()}. Debezium frees its write-ahead log on it; the other way round, a crash in between loses changes.
 * Nor does the plugin hear it once a record was lost: some take it for everything that they gave.
 */
final class OffsetFlusher {

    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetFlusher.class);

    private final PluginHandle<SourceTask> task;
    private final SourceOffsets offsets;
    private final AckTracker acks;
    private final FlushConfig config;
    private final BooleanSupplier mayCommit;
    private final Thread thread;
    private final Map<Map<String, ?>, Map<String, ?>> unwritten = new HashMap<>();
    private boolean wanted;
    private boolean ended;

    OffsetFlusher(String name, SourceParts parts, AckTracker acks, FlushConfig config, BooleanSupplier mayCommit) {
        this.task = parts.task();
        this.offsets = parts.offsets();
        this.acks = acks;
        this.config = config;
        this.mayCommit = mayCommit;
        this.thread = new Thread(this::run, "offsets-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Does not wait for the interval to end. */
    synchronized void flushSoon() {
        wanted = true;
        notifyAll();
    }

    /** Ends the thread and commits what has been acknowledged, on the caller's thread. */
    void finish() throws InterruptedException {
        end();
        TimeUnit.MILLISECONDS.timedJoin(thread, config.timeoutMs());
        if (!acks.awaitAll(config.timeoutMs())) {
            LOGGER.warn(
                    "some records are not acknowledged, their offsets stay uncommitted thread={}", thread.getName());
        }
        flush();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void run() {
        try {
            while (awaitNext()) {
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitNext() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.intervalMs());
        while (!ended && !wanted) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        wanted = false;
        return !ended;
    }

    /** Serialised by a monitor of its own, as the last flush runs on the task's thread. */
    private void flush() throws InterruptedException {
        synchronized (unwritten) {
            if (!mayCommit.getAsBoolean()) {
                // Whoever has the task now goes on from older offsets; to put newer ones under its feet helps nobody.
                return;
            }
            unwritten.putAll(acks.takeCommittable());
            if (write() && !acks.lost()) {
                commitTask();
            }
        }
    }

    private boolean write() throws InterruptedException {
        if (unwritten.isEmpty()) {
            return true;
        }
        try {
            offsets.write(unwritten).get(config.timeoutMs(), TimeUnit.MILLISECONDS);
            unwritten.clear();
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // They stay in the map, newer ones take their place, and the next round tries again.
            LOGGER.error("source offsets not committed thread={} partitions={}", thread.getName(), unwritten.size(), e);
            return false;
        }
    }

    private void commitTask() throws InterruptedException {
        try {
            task.<InterruptedException>run(SourceTask::commit);
        } catch (RuntimeException e) {
            LOGGER.error("commit of the source task failed thread={}", thread.getName(), e);
        }
    }
}
