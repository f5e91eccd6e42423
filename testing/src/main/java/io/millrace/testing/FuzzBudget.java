package io.millrace.testing;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many inputs a test tries that makes them by chance: so many, or as many as there is time for, whichever ends first.
 * {@code integration-tests/fuzz/run --runs N --seconds N} sets both. For one thread.
 */
public final class FuzzBudget {
    private static final String RUNS = "millrace.fuzz.runs";
    private static final String SECONDS = "millrace.fuzz.seconds";

    private final long runs;
    private final long nanos;
    private final LongSupplier clock;
    private final long start;
    private int done;

    FuzzBudget(long runs, long seconds, LongSupplier clock) {
        this.runs = runs;
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** So many inputs unless the run says otherwise, and without an end in time unless it says one. Time counts from here. */
    public static FuzzBudget of(int runsInTheBuild) {
        return new FuzzBudget(
                Integer.getInteger(RUNS, runsInTheBuild), Long.getLong(SECONDS, Long.MAX_VALUE), System::nanoTime);
    }

    /** Whether one more input is to be tried, which is counted as done then. */
    public boolean next() {
        boolean more = done < runs && clock.getAsLong() - start < nanos;
        done += more ? 1 : 0;
        return more;
    }

    /** The inputs so far. */
    public int done() {
        return done;
    }
}
