package io.millrace.registry.server.audit;

import java.util.concurrent.TimeUnit;

/** So many in each minute, and no more. Any thread. */
final class MinuteBudget {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int perMinute;
    private long minuteStart;
    private int taken;

    /** The first minute starts at a time, in nanoseconds. */
    MinuteBudget(int perMinute, long nowNanos) {
        this.perMinute = perMinute;
        this.minuteStart = nowNanos;
    }

    /** Whether one more is allowed at a time, which counts it then. */
    synchronized boolean take(long nowNanos) {
        if (nowNanos - minuteStart >= MINUTE_NANOS) {
            minuteStart = nowNanos;
            taken = 0;
        }
        if (taken >= perMinute) {
            return false;
        }
        taken++;
        return true;
    }
}
