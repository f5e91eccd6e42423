package io.millrace.connect.worker.agent;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns everything mutable of a worker. What runs on it is quick and never a plugin. */
public final class ControlLoop implements Executor, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ControlLoop.class);
    private static final int QUEUED_MAX = 100_000;

    private final ThreadPoolExecutor executor;

    public ControlLoop(String name) {
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUED_MAX), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public void execute(Runnable action) {
        try {
            executor.execute(() -> run(action));
        } catch (RejectedExecutionException e) {
            // After close nobody is left to care; before it the bound means that the loop hangs.
            LOGGER.debug("action not run, control loop closed={}", executor.isShutdown(), e);
        }
    }

    /** Actions that wait. */
    public int backlog() {
        return executor.getQueue().size();
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOGGER.error("control action failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
