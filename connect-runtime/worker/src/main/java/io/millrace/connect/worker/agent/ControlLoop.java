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
        this(name, QUEUED_MAX);
    }

    ControlLoop(String name, int queuedMax) {
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queuedMax), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Throws when the action cannot be taken, so that futures which wait for it fail at once. */
    @Override
    public void execute(Runnable action) {
        if (!offer(action)) {
            throw new RejectedExecutionException("the control loop takes no more actions");
        }
    }

    /** Runs the action soon; false when it cannot be taken, which is said in the log. */
    boolean offer(Runnable action) {
        try {
            executor.execute(() -> run(action));
            return true;
        } catch (RejectedExecutionException e) {
            if (executor.isShutdown()) {
                LOGGER.debug("action not run, the control loop is closed");
            } else {
                // So many wait only when one of them hangs.
                LOGGER.error(
                        "action not run, too many wait waiting={}",
                        executor.getQueue().size(),
                        e);
            }
            return false;
        }
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
