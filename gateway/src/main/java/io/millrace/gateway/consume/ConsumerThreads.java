package io.millrace.gateway.consume;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for many consumers. Kafka's consumer has no way to say that records are there, so a step asks it without
 * waiting and, while there are none, comes again a little later; a read that waits keeps no thread. Any thread.
 */
public final class ConsumerThreads implements Executor, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConsumerThreads.class);
    private static final long CLOSE_TIMEOUT_MS = 10_000;
    private static final long PAUSE_MAX_MS = 50;

    private final ScheduledThreadPoolExecutor executor;

    public ConsumerThreads(int threads) {
        AtomicInteger next = new AtomicInteger();
        executor = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, "gateway-consumer-" + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Soon. */
    @Override
    public void execute(Runnable step) {
        executor.execute(step);
    }

    /** After a pause that is the longer the more often in a row there was nothing. */
    public void later(Runnable step, int emptyInARow) {
        long pauseMs = Math.min(PAUSE_MAX_MS, 1L << Math.min(emptyInARow, 10));
        var unused = executor.schedule(step, pauseMs, TimeUnit.MILLISECONDS);
    }

    /** Again and again, until the end; a failure is logged and does not end it. */
    public void every(Runnable task, long periodMs) {
        Runnable lasting = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOGGER.error("looking after idle consumers failed", e);
            }
        };
        var unused = executor.scheduleWithFixedDelay(lasting, periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    /** Steps that are due within moments still run; returns when none is under way. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                LOGGER.warn("a consumer does not end; it is left behind");
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
