package io.millrace.broker.server.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads for work that reads much from disk; a task beyond the queue's bound is done by whoever brings it. */
final class WorkerThreads implements Executor, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerThreads.class);
    private static final int THREADS = 2;
    private static final int QUEUE_LIMIT = 10_000;
    private static final long KEEP_ALIVE_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final ThreadPoolExecutor pool;

    WorkerThreads(String name) {
        var count = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                KEEP_ALIVE_MS,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(QUEUE_LIMIT),
                task -> new Thread(task, name + "-" + count.getAndIncrement()),
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Ends after the tasks at hand; no thread is interrupted, for it may be inside a log. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                LOGGER.warn("Background work goes on while the broker closes.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
