package io.millrace.connect.plugins.validate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for plugin code that may never come back. Each name (a connector class) has a lane of few threads, and each
 * call a deadline, so that a plugin which hangs exhausts only its own lane.
 */
final class PluginLanes implements AutoCloseable {
    /** Calls of one plugin class at a time, those that hang included. */
    static final int THREADS_PER_LANE = 4;

    /** Calls that wait for a thread of their lane; the next one is refused. */
    static final int WAITING_PER_LANE_MAX = 256;

    private static final long IDLE_SECONDS = 10;
    private static final long INTERRUPT_GRACE_MS = 2_000;

    private final Duration deadline;
    private final LateThreads late;
    private final Map<String, ThreadPoolExecutor> lanes = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    PluginLanes(Duration deadline, LateThreads late) {
        this.deadline = deadline;
        this.late = late;
        this.timer = new ScheduledThreadPoolExecutor(1, runnable -> daemon(runnable, "timer"));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs the call on its lane; the future fails when it has not come back at the deadline. */
    <T> CompletableFuture<T> run(String lane, String what, Callable<T> call) {
        return run(lane, what, deadline, call);
    }

    /** The same, with a deadline of its own. */
    <T> CompletableFuture<T> run(String lane, String what, Duration deadline, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Holder holder = new Holder(late);
        Future<?> running;
        try {
            running = lanes.computeIfAbsent(lane, PluginLanes::newLane).submit(() -> {
                holder.begin();
                try {
                    result.complete(call.call());
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                } finally {
                    holder.end();
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new ValidationTimeoutException(
                    what + " was refused: too many earlier calls have not come back yet"));
            return result;
        }
        ScheduledFuture<?> timeout = timer.schedule(
                () -> {
                    result.completeExceptionally(new ValidationTimeoutException(
                            what + " did not finish within " + deadline.toMillis() + " ms"));
                    running.cancel(true);
                    var unused = timer.schedule(holder::giveUp, INTERRUPT_GRACE_MS, TimeUnit.MILLISECONDS);
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        return result.whenComplete((value, failure) -> timeout.cancel(false));
    }

    /** The thread that is in one call. */
    private static final class Holder {
        private final LateThreads late;
        private Thread thread;
        private boolean givenUp;

        private Holder(LateThreads late) {
            this.late = late;
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
        }

        private synchronized void giveUp() {
            if (thread != null) {
                givenUp = true;
                late.givenUp(thread);
            }
        }

        private synchronized void end() {
            if (givenUp) {
                late.cameBack(thread);
            }
            thread = null;
        }
    }

    private static ThreadPoolExecutor newLane(String lane) {
        String shortName = lane.substring(lane.lastIndexOf('.') + 1);
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS_PER_LANE,
                THREADS_PER_LANE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_PER_LANE_MAX),
                runnable -> daemon(runnable, shortName));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread daemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, "connect-validate-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** Of a call that is given none of its own. */
    Duration deadline() {
        return deadline;
    }

    @Override
    public void close() {
        lanes.values().forEach(ThreadPoolExecutor::shutdownNow);
        timer.shutdownNow();
    }
}
