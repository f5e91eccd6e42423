package io.millrace.gateway.consume;

import io.millrace.gateway.http.HttpProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What is done with one consumer: it waits in line, up to a bound, and is done one at a time on threads that many consumers
 * share. When those have ended, what waits still has its turn, on the thread that finds that out. Any thread.
 */
public final class Turns {
    private static final int WAITING_MAX = 100;

    private final ConsumerThreads threads;
    private final String what;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private volatile boolean over;

    /** {@code what} names the consumer for a client that finds too many others in line. */
    public Turns(ConsumerThreads threads, String what) {
        this.threads = threads;
        this.what = what;
    }

    /** Does it when it is its turn; fails with 429 at once when too much waits. */
    public <T> CompletableFuture<T> take(Supplier<T> task) {
        return take(task, WAITING_MAX);
    }

    /** Does it, however much waits: what ends something that had its turn, of which there is one at a time. */
    public <T> CompletableFuture<T> finish(Supplier<T> task) {
        return take(task, Integer.MAX_VALUE);
    }

    private <T> CompletableFuture<T> take(Supplier<T> task, int waitingMax) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable turn = () -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error e) {
                // Of this task alone, as a library that cannot be loaded: the next ones must have their turns.
                result.completeExceptionally(e);
            }
        };
        synchronized (waiting) {
            if (waiting.size() >= waitingMax) {
                throw HttpProblemException.passing(
                        429, 42904, "More than " + WAITING_MAX + " requests wait for this " + what);
            }
            waiting.add(turn);
            if (busy) {
                return result;
            }
            busy = true;
        }
        go();
        return result;
    }

    /** Whether something is being done, or waits. */
    public boolean areBusy() {
        synchronized (waiting) {
            return busy;
        }
    }

    /** Whether the threads have ended. */
    public boolean areOver() {
        return over;
    }

    private void go() {
        try {
            threads.execute(this::next);
        } catch (RejectedExecutionException e) {
            over = true;
            next();
        }
    }

    private void next() {
        Runnable turn;
        synchronized (waiting) {
            turn = waiting.remove();
        }
        turn.run();
        synchronized (waiting) {
            busy = !waiting.isEmpty();
            if (!busy) {
                return;
            }
        }
        go();
    }
}
