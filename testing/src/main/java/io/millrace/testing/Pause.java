package io.millrace.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Leaves the processors to those who bring about what a test looks for: without a pause, looking takes one and more. */
public final class Pause {
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(10).toNanos();

    private Pause() {}

    /** For the body of a loop that looks again until a deadline; never what a test relies on for being long enough. */
    public static void betweenLooks() {
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
}
