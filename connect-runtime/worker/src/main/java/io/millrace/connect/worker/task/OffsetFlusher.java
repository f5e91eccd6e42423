package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of one source task, on a thread of its own, since the task's may block in poll and the plugin in
 * {@code commit()}. The thread lives as long as a commit does.
 *
 * <p>The order is the point: the offsets are durable in the offset topic first, then the plugin hears
 * {@code commit()}. Debezium frees its write-ahead log on it; the other way round, a crash in between loses changes.
 * Nor does the plugin hear it once a record was lost: some take it for everything that they gave.
 */
final class OffsetFlusher {

    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetFlusher.class);

    private final TaskObserver observer;
    private final SourceOffsets offsets;
    private final SourceReceipts receipts;
    private final AckTracker acks;
    private final FlushConfig config;
    private final BooleanSupplier mayCommit;
    private final ScheduledExecutorService timer;
    private final ThreadFactory threads;
    private final Map<Map<String, ?>, Map<String, ?>> unwritten = new HashMap<>();
    private Future<?> next = CompletableFuture.completedFuture(null);
    private boolean running;
    private boolean wanted;
    private boolean ended;

    OffsetFlusher(
            TaskRunner runner,
            SourceOffsets offsets,
            SourceReceipts receipts,
            AckTracker acks,
            FlushConfig config,
            BooleanSupplier mayCommit,
            ScheduledExecutorService timer) {
        this(runner, offsets, receipts, acks, config, mayCommit, timer, work -> daemon(work, receipts.id()));
    }

    OffsetFlusher(
            TaskRunner runner,
            SourceOffsets offsets,
            SourceReceipts receipts,
            AckTracker acks,
            FlushConfig config,
            BooleanSupplier mayCommit,
            ScheduledExecutorService timer,
            ThreadFactory threads) {
        this.observer = runner.observer();
        this.offsets = offsets;
        this.receipts = receipts;
        this.acks = acks;
        this.config = config;
        this.mayCommit = mayCommit;
        this.timer = timer;
        this.threads = threads;
    }

    private static Thread daemon(Runnable work, TaskId id) {
        Thread thread = new Thread(work, "offsets-" + id);
        thread.setDaemon(true);
        return thread;
    }

    synchronized void start() {
        schedule();
    }

    /** Does not wait for the interval to end. */
    synchronized void flushSoon() {
        if (running) {
            wanted = true;
        } else {
            begin();
        }
    }

    /** Commits what has been acknowledged, on the caller's thread, and then no more. */
    void finish() throws InterruptedException {
        end();
        awaitRunning();
        if (!acks.awaitAll(config.timeoutMs())) {
            LOGGER.warn("some records are not acknowledged, their offsets stay uncommitted task={}", receipts.id());
        }
        flush();
    }

    synchronized void end() {
        ended = true;
        next.cancel(false);
    }

    private void schedule() {
        try {
            next = timer.schedule(this::begin, config.intervalMs(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOGGER.debug("the worker closes, no commit is due any more task={}", receipts.id());
        }
    }

    /** On the timer's thread, which must not wait, or on the task's. */
    private synchronized void begin() {
        if (!ended && !running) {
            running = true;
            next.cancel(false);
            try {
                threads.newThread(this::run).start();
            } catch (Throwable e) {
                // As when the process has no thread left; without another try offsets would never be committed again.
                LOGGER.error("offsets not committed, no thread can be started task={}", receipts.id(), e);
                ran();
            }
        }
    }

    private void run() {
        try {
            do {
                flush();
            } while (isWantedAgain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ran();
        }
    }

    private synchronized boolean isWantedAgain() {
        boolean again = wanted && !ended;
        wanted = false;
        return again;
    }

    private synchronized void ran() {
        running = false;
        notifyAll();
        if (!ended) {
            schedule();
        }
    }

    private synchronized void awaitRunning() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.timeoutMs());
        long leftNanos = deadlineNanos - System.nanoTime();
        while (running && leftNanos > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
            leftNanos = deadlineNanos - System.nanoTime();
        }
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
                receipts.commit();
            }
        }
    }

    private boolean write() throws InterruptedException {
        if (unwritten.isEmpty()) {
            return true;
        }
        long begunNanos = System.nanoTime();
        try {
            offsets.write(unwritten).get(config.timeoutMs(), TimeUnit.MILLISECONDS);
            unwritten.clear();
            observer.committed(Map.of(), System.nanoTime() - begunNanos);
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            observer.commitFailed(System.nanoTime() - begunNanos);
            // They stay in the map, newer ones take their place, and the next round tries again.
            LOGGER.error(
                    "source offsets not committed task={} partitions={}",
                    receipts.id(),
                    unwritten.size(),
                    receipts.discretion().failure(e));
            return false;
        }
    }
}
