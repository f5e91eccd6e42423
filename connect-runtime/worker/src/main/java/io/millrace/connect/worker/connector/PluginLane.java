package io.millrace.connect.worker.connector;

import io.millrace.connect.worker.errors.PluginHungException;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread for the calls into one plugin instance, one after the other. A call that misses its deadline ends the lane:
 * its thread is interrupted, and given up if that does not help, and whoever waits gets an answer.
 */
final class PluginLane {

    private static final int WAITING_MAX = 64;
    private static final long INTERRUPT_GRACE_MS = 2_000;

    private final ScheduledExecutorService timer;
    private final Quarantine quarantine;
    private final CallMark mark;
    private final ThreadPoolExecutor executor;
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, CompletableFuture<?>> unanswered = new ConcurrentHashMap<>();
    private volatile Thread thread;
    private volatile boolean hung;

    PluginLane(String name, ScheduledExecutorService timer, Quarantine quarantine, CallMark mark) {
        this.timer = timer;
        this.quarantine = quarantine;
        this.mark = mark;
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                    Thread created = new Thread(task, name);
                    created.setDaemon(true);
                    thread = created;
                    return created;
                });
    }

    /** Runs the call when those before it are done; its time counts from its start. */
    <T> CompletableFuture<T> call(String what, Callable<T> call, long timeoutMs) {
        CompletableFuture<T> result = new CompletableFuture<>();
        long number = calls.incrementAndGet();
        unanswered.put(number, result);
        result.whenComplete((value, failure) -> unanswered.remove(number)).exceptionally(failure -> null);
        try {
            executor.execute(() -> run(what, call, timeoutMs, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    new PluginHungException("The plugin cannot be called (" + what + "): an earlier call hangs", e));
        }
        return result;
    }

    /** Whether a call missed its deadline. Code that comes back late looks here before it does anything else. */
    boolean hung() {
        return hung;
    }

    /** No more calls; what runs and waits may finish, but not longer than this. */
    void closeWithin(long timeoutMs) {
        executor.shutdown();
        var unused = timer.schedule(
                () -> {
                    if (!executor.isTerminated()) {
                        giveUp("its last call", timeoutMs);
                    }
                },
                timeoutMs,
                TimeUnit.MILLISECONDS);
    }

    private <T> void run(String what, Callable<T> call, long timeoutMs, CompletableFuture<T> result) {
        ScheduledFuture<?> deadline = timer.schedule(() -> giveUp(what, timeoutMs), timeoutMs, TimeUnit.MILLISECONDS);
        try {
            result.complete(mark.call(what, call::call));
        } catch (Throwable e) {
            // Plugins throw anything, linkage errors included, and all of it belongs to whoever waits.
            result.completeExceptionally(e);
        } finally {
            deadline.cancel(false);
        }
    }

    private void giveUp(String what, long timeoutMs) {
        hung = true;
        Thread holder = thread;
        PluginHungException failure =
                new PluginHungException("The plugin did not return from " + what + " within " + timeoutMs + " ms");
        if (holder != null) {
            // Where the plugin hangs is what its author needs to know; where the timer was, nobody does.
            failure.setStackTrace(holder.getStackTrace());
        }
        executor.shutdownNow();
        unanswered.values().forEach(result -> result.completeExceptionally(failure));
        var unused = timer.schedule(
                () -> {
                    if (holder != null && holder.isAlive()) {
                        quarantine.add(holder);
                    }
                },
                INTERRUPT_GRACE_MS,
                TimeUnit.MILLISECONDS);
    }
}
