package io.millrace.connect.worker.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a sink in its group while the task's thread is in the plugin for long.
 *
 * <p>The consumer belongs to the task's thread. When a call into the plugin lasts, a second thread takes the consumer
 * over with all partitions held, polls it, and gives it back when the call has returned; the task's thread waits for
 * that. An idle task has no such thread. Plugin code stays on the task's thread all the time: what a rebalance has to
 * call there waits in {@link #onTask} for the call to return, or is left behind with {@link #afterwards}.
 *
 * <pre>
 * task's thread:     own -> in the plugin -> awaiting the consumer (runs what onTask brings) -> own
 * consumer:          task's -> task's, or the keeper's once the call lasts                   -> task's
 * </pre>
 */
final class PollKeeper implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PollKeeper.class);
    private static final long POLL_MS = 20;
    private static final long PAUSE_MS = 80;

    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final Runnable holdAll;
    private final BooleanSupplier abandoned;
    private final PollTimes times;
    private final ThreadFactory threads;
    private final ScheduledFuture<?> looks;
    private final Deque<Runnable> afterwards = new ArrayDeque<>();
    /** The task's thread, while it is in the plugin. */
    private Thread inPlugin;

    private boolean seenInPlugin;
    private Thread keeper;
    private Errand errand;
    private RuntimeException failure;
    private boolean closed;

    /** {@code holdAll} pauses every partition, on the thread that has the consumer. */
    PollKeeper(
            String name,
            Consumer<byte[], byte[]> consumer,
            Runnable holdAll,
            BooleanSupplier abandoned,
            PollTimes times) {
        this(name, consumer, holdAll, abandoned, times, Thread::new);
    }

    /** {@code threads} makes those that poll. */
    PollKeeper(
            String name,
            Consumer<byte[], byte[]> consumer,
            Runnable holdAll,
            BooleanSupplier abandoned,
            PollTimes times,
            ThreadFactory threads) {
        this.name = name;
        this.consumer = consumer;
        this.holdAll = holdAll;
        this.abandoned = abandoned;
        this.times = times;
        this.threads = threads;
        this.looks =
                times.timer().scheduleWithFixedDelay(this::look, times.lookMs(), times.lookMs(), TimeUnit.MILLISECONDS);
    }

    /** Something that a rebalance wants of the plugin. */
    private static final class Errand {
        private final Runnable action;
        private boolean begun;
        private boolean done;
        private RuntimeException failure;

        private Errand(Runnable action) {
            this.action = action;
        }
    }

    /**
     * Makes a call into the plugin that may last, on the task's thread; the consumer is back when this returns.
     * {@code returned} follows a call that throws nothing, before any rebalance sees that the task is out of it.
     */
    void during(Runnable call, Runnable returned) {
        synchronized (this) {
            inPlugin = Thread.currentThread();
            seenInPlugin = false;
        }
        try {
            call.run();
            synchronized (this) {
                returned.run();
                inPlugin = null;
            }
        } finally {
            takeBack();
            runAfterwards();
        }
    }

    /** Throws what ended the polling while the task was in the plugin. */
    synchronized void throwFailure() {
        if (failure != null) {
            RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    /** Runs something quick unless the task is out of the plugin, which it does not leave meanwhile; false if it is. */
    synchronized boolean whileInPlugin(Runnable action) {
        if (inPlugin == null) {
            return false;
        }
        action.run();
        return true;
    }

    /** Waits until the task is out of the plugin, but not longer than a rebalance may. */
    synchronized void awaitOut() {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(times.rebalanceMs());
        boolean interrupted = false;
        while (inPlugin != null && !closed) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    /** Runs a call into the plugin on the task's thread, which must be out of the plugin, and waits for it. */
    <V> V onTask(Supplier<V> call) {
        Result<V> result = new Result<>();
        Errand mine;
        synchronized (this) {
            if (Thread.currentThread() != keeper) {
                mine = null;
            } else {
                mine = new Errand(() -> result.value = call.get());
                errand = mine;
                notifyAll();
                awaitDone(mine);
            }
        }
        if (mine == null) {
            return call.get();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
        return result.value;
    }

    private static final class Result<V> {
        private V value;
    }

    private void awaitDone(Errand mine) {
        boolean interrupted = false;
        while (!mine.done) {
            if (closed && !mine.begun) {
                errand = null;
                restore(interrupted);
                throw new IllegalStateException("The task was given up before it could be asked");
            }
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    /** Leaves something to be run on the task's thread as soon as it has the consumer back. */
    synchronized void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /**
     * Does so unless the task is out of the plugin with nothing left to be run; false if it is. What is left comes first
     * also when the task came out between two calls of one rebalance.
     */
    synchronized boolean inTurnAfterwards(Runnable action) {
        if (inPlugin == null && afterwards.isEmpty()) {
            return false;
        }
        afterwards.add(action);
        return true;
    }

    private void takeBack() {
        boolean interrupted = false;
        for (Errand next = nextErrand(); next != null; next = nextErrand()) {
            interrupted |= Thread.interrupted();
            try {
                next.action.run();
            } catch (Throwable e) {
                // Plugins throw anything, and the keeper waits to hear of it.
                next.failure = unchecked(e);
            } finally {
                synchronized (this) {
                    next.done = true;
                    notifyAll();
                }
            }
        }
        restore(interrupted);
    }

    /** What the keeper wants run here; null when the consumer is back. */
    private synchronized Errand nextErrand() {
        inPlugin = null;
        notifyAll();
        boolean interrupted = false;
        while (keeper != null && errand == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
        Errand next = errand;
        errand = null;
        if (next != null) {
            next.begun = true;
        }
        return next;
    }

    private void runAfterwards() {
        for (Runnable next = nextAfterwards(); next != null; next = nextAfterwards()) {
            next.run();
        }
    }

    private synchronized Runnable nextAfterwards() {
        return closed ? null : afterwards.poll();
    }

    /** From time to time, on the worker's timer; a call that two looks have seen lasts. */
    private synchronized void look() {
        if (inPlugin == null || keeper != null || failure != null || closed) {
            return;
        }
        if (!seenInPlugin) {
            seenInPlugin = true;
            return;
        }
        try {
            Thread starting = threads.newThread(this::keep);
            starting.setName("poll-" + name);
            starting.setDaemon(true);
            starting.start();
            keeper = starting;
        } catch (OutOfMemoryError e) {
            // There may be threads again at the next look, which an error would be the end of.
            LOGGER.warn("no thread to poll while a call into the plugin lasts, trying again task={}", name, e);
        }
    }

    private void keep() {
        LOGGER.debug("a call into the plugin lasts, another thread polls task={}", name);
        RuntimeException ended = null;
        try {
            holdAll.run();
            long warnedNanos = System.nanoTime();
            while (pauses()) {
                poll();
                if (System.nanoTime() - warnedNanos > TimeUnit.MILLISECONDS.toNanos(times.maxPollIntervalMs())) {
                    warnedNanos = System.nanoTime();
                    warn();
                }
            }
        } catch (Throwable e) {
            // The task's thread throws it.
            ended = unchecked(e);
        } finally {
            giveBack(ended);
        }
    }

    private static RuntimeException unchecked(Throwable e) {
        return e instanceof RuntimeException unchecked
                ? unchecked
                : new ConnectException("The task failed while partitions came or went", e);
    }

    private void poll() {
        try {
            if (!consumer.poll(Duration.ofMillis(POLL_MS)).isEmpty()) {
                throw new IllegalStateException("Records came from partitions that are held");
            }
        } catch (WakeupException e) {
            // Meant for the task's thread, which looks at its switch as soon as it is out of the plugin.
            LOGGER.trace("woken up task={}", name);
        }
    }

    private synchronized boolean pauses() {
        boolean lasts = inPlugin != null && !closed && !abandoned.getAsBoolean();
        if (lasts) {
            try {
                TimeUnit.MILLISECONDS.timedWait(this, PAUSE_MS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
        return inPlugin != null && !closed && !abandoned.getAsBoolean();
    }

    private synchronized void giveBack(RuntimeException ended) {
        failure = ended;
        keeper = null;
        notifyAll();
    }

    /** Stock would have lost its place in the group by now; here only the log can tell where the plugin hangs. */
    private void warn() {
        Thread hanging;
        synchronized (this) {
            hanging = inPlugin;
        }
        if (hanging != null) {
            StringBuilder stack = new StringBuilder();
            for (StackTraceElement frame : hanging.getStackTrace()) {
                stack.append("\n\tat ").append(frame);
            }
            LOGGER.warn("a call into the plugin lasts over {} ms task={}{}", times.maxPollIntervalMs(), name, stack);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** No more polling; whoever has the consumer keeps it until its call returns. Any thread. */
    @Override
    public synchronized void close() {
        closed = true;
        looks.cancel(false);
        notifyAll();
    }
}
