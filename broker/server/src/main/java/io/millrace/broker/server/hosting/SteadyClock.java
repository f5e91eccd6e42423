package io.millrace.broker.server.hosting;

import io.millrace.broker.log.LogClock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time for deadlines: the wall time of the start plus what has passed since, so that it never jumps, whatever is done to
 * the wall clock. Coordinators live by it, and logs where they measure how long something lasts. What is stored and
 * compared over restarts of the broker, such as the age of an offset, is written in the time of the {@link #wall} clock.
 */
public final class SteadyClock implements LogClock {

    private static final long NANOS_PER_MS = 1_000_000;

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final long startMs;
    private final long startNanos;

    /** @param nanos as {@link System#nanoTime} */
    SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.startMs = wall.millis();
        this.startNanos = nanos.getAsLong();
    }

    /** Starts now. */
    public static SteadyClock start(InstantSource wall) {
        return new SteadyClock(wall, System::nanoTime);
    }

    /** Milliseconds as of the wall clock's epoch at the start; they never jump. */
    public long millis() {
        return startMs + (nanos.getAsLong() - startNanos) / NANOS_PER_MS;
    }

    @Override
    public long nowMs() {
        return wall.millis();
    }

    @Override
    public long steadyMs() {
        return millis();
    }

    /** The wall clock, which may jump. */
    InstantSource wall() {
        return wall;
    }

    /** How far the wall clock has jumped since the start; negative when it jumped back. */
    long wallAheadMs() {
        return wall.millis() - millis();
    }
}
