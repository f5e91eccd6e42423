package io.millrace.broker.network;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One thread that serves connections and may serve other single-threaded things, such as partitions, between them. */
public final class NetworkLoop implements Executor {

    private final int index;
    private final EventLoop eventLoop;

    NetworkLoop(int index, EventLoop eventLoop) {
        this.index = index;
        this.eventLoop = eventLoop;
    }

    /** Position in {@link NetworkLoops#all()}. */
    public int index() {
        return index;
    }

    /** Whether the caller runs on this loop. */
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /** Runs the task on this loop, after what is queued already; a loop that has ended refuses. */
    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /** Runs the task now when the caller is on this loop already, else queues it. */
    public void runOrExecute(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** Runs the task on this loop after the delay. */
    public Timer schedule(Runnable task, long delayMs) {
        try {
            var future = eventLoop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException loopHasEnded) {
            return () -> {};
        }
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** A scheduled task that can be called off. */
    @FunctionalInterface
    public interface Timer {

        /** Calls the task off unless it runs already. */
        void cancel();
    }
}
