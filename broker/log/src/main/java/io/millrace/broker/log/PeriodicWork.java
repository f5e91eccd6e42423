package io.millrace.broker.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that does things again and again, or once. */
final class PeriodicWork implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeriodicWork.class);

    private final ScheduledThreadPoolExecutor executor;
    private final List<ScheduledFuture<?>> periodic = new ArrayList<>();

    PeriodicWork(String threadName) {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void every(long periodMs, Runnable work) {
        periodic.add(executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | OutOfMemoryError failure) {
                        // Thrown on, it would silently end this work for good.
                        LOGGER.error("background work failed", failure);
                    }
                },
                periodMs,
                periodMs,
                TimeUnit.MILLISECONDS));
    }

    void once(Runnable work) {
        executor.execute(work);
    }

    boolean isClosed() {
        return executor.isShutdown();
    }

    /** Waits for what is being done. */
    @Override
    public void close() {
        periodic.forEach(work -> work.cancel(false));
        executor.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
