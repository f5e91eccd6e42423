package io.millrace.connect.worker.stuck;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says in which call into a plugin a thread is. It is left for every record, hence without a clock, a lock or a fence:
 * how long a call lasts is found out by those who look at the mark from time to time. One thread at a time; calls do not
 * nest. Any thread may look.
 */
public final class CallMark {

    /** Odd while in a call; each call has a number of its own. */
    private final AtomicLong number = new AtomicLong();

    private final AtomicReference<String> call = new AtomicReference<>();
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    /** What runs without a result. */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    /** What runs and gives a result. */
    @FunctionalInterface
    public interface Call<R, E extends Exception> {
        R call() throws E;
    }

    /** Makes a call into the plugin; {@code name} is the method. */
    public <E extends Exception> void run(String name, Action<E> action) throws E {
        enter(name);
        try {
            action.run();
        } finally {
            leave();
        }
    }

    /** The same with a result. */
    public <R, E extends Exception> R call(String name, Call<R, E> action) throws E {
        enter(name);
        try {
            return action.call();
        } finally {
            leave();
        }
    }

    /** Begins a call into the plugin, which ends with {@link #leave}; {@code name} is the method. */
    public void enter(String name) {
        // Only this thread writes, and to store a reference costs more than to look at it.
        if (!name.equals(call.getPlain())) {
            call.setRelease(name);
        }
        Thread current = Thread.currentThread();
        if (thread.getPlain() != current) {
            thread.setRelease(current);
        }
        number.setRelease(number.getPlain() + 1);
    }

    /** Ends the call that has begun. */
    public void leave() {
        number.setRelease(number.getPlain() + 1);
    }

    /** The number of the call that is under way; empty between calls. */
    OptionalLong underWay() {
        long seen = number.getAcquire();
        return (seen & 1) == 1 ? OptionalLong.of(seen) : OptionalLong.empty();
    }

    /** The newest call, whether it is under way or not; null before the first. */
    public String call() {
        return call.getAcquire();
    }

    /** Who made the newest call; null before the first. */
    Thread thread() {
        return thread.getAcquire();
    }
}
