package io.millrace.connect.plugins.validate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads for plugin code that may never come back. Each call has a thread of its own and a deadline; each name (a
 * connector class) has few threads, so that a plugin which hangs exhausts only its own lane.
 */
final class PluginLanes implements AutoCloseable {
    /** Calls of one plugin class at a time, those that hang included. */
    static final int THREADS_PER_LANE = 4;

    private final Duration deadline;
    private final Map<String, Semaphore> lanes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private final AtomicLong threadNumber = new AtomicLong();

    PluginLanes(Duration deadline) {
        this.deadline = deadline;
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, runnable -> daemon(runnable, "timer"));
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    /** Runs the call on a thread of its own; the future fails when it has not come back at the deadline. */
    <T> CompletableFuture<T> run(String lane, String what, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Semaphore free = lanes.computeIfAbsent(lane, name -> new Semaphore(THREADS_PER_LANE));
        if (!free.tryAcquire()) {
            result.completeExceptionally(new ValidationTimeoutException(what + " was refused: " + THREADS_PER_LANE
                    + " earlier calls of " + lane + " have not come back yet"));
            return result;
        }
        Thread thread = daemon(
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    } finally {
                        free.release();
                    }
                },
                lane.substring(lane.lastIndexOf('.') + 1) + "-" + threadNumber.incrementAndGet());
        ScheduledFuture<?> timeout = timer.schedule(
                () -> {
                    if (result.completeExceptionally(new ValidationTimeoutException(
                            what + " did not finish within " + deadline.toMillis() + " ms"))) {
                        thread.interrupt();
                    }
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        CompletableFuture<T> outcome = result.whenComplete((value, failure) -> timeout.cancel(false));
        thread.start();
        return outcome;
    }

    private static Thread daemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, "connect-validate-" + name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
