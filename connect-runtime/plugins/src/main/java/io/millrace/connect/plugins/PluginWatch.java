package io.millrace.connect.plugins;

import io.millrace.connect.plugins.PluginChanges.BrokenPlugin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the plugin path, now and then or when somebody asks, on a thread of its own. */
final class PluginWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginWatch.class);

    /** How long a location must be unchanged when somebody asks for a look. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final PluginPathLook look;
    private final ScheduledThreadPoolExecutor thread;
    private volatile List<BrokenPlugin> broken = List.of();

    /** Asked for and not begun. */
    private CompletableFuture<PluginChanges> wanted;

    /** The thread's only. */
    private long lookedNanos = System.nanoTime();

    PluginWatch(PluginPathLook look) {
        this.look = look;
        this.thread = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread created = new Thread(runnable, "connect-plugin-watch");
            created.setDaemon(true);
            return created;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Looks at every interval until the result is closed. What has changed is taken when it is unchanged at the next. */
    AutoCloseable every(Duration interval) {
        long nanos = interval.toNanos();
        long pause = Math.min(nanos, SETTLE.toNanos());
        var polls = thread.scheduleWithFixedDelay(
                () -> {
                    if (System.nanoTime() - lookedNanos >= pause) {
                        poll();
                    }
                },
                nanos,
                nanos,
                TimeUnit.NANOSECONDS);
        return () -> polls.cancel(false);
    }

    private void poll() {
        try {
            look();
        } catch (RuntimeException e) {
            LOGGER.warn("the plugin path cannot be looked at", e);
        }
    }

    private PluginChanges look() {
        try {
            PluginChanges changes = look.now();
            broken = changes.broken();
            return changes;
        } finally {
            lookedNanos = System.nanoTime();
        }
    }

    /** Looks twice, a second apart; the future has what was changed. Any number of callers wait for the same two looks. */
    synchronized CompletableFuture<PluginChanges> refresh() {
        if (wanted == null) {
            CompletableFuture<PluginChanges> asked = new CompletableFuture<>();
            try {
                thread.execute(() -> refresh(asked));
            } catch (RejectedExecutionException e) {
                return CompletableFuture.failedFuture(e);
            }
            wanted = asked;
        }
        return wanted.copy();
    }

    private void refresh(CompletableFuture<PluginChanges> asked) {
        synchronized (this) {
            wanted = null;
        }
        try {
            look();
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            asked.complete(look());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked.completeExceptionally(e);
        } catch (Throwable e) {
            asked.completeExceptionally(e);
        }
    }

    /** As of the last look. */
    List<BrokenPlugin> broken() {
        return broken;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
