package io.millrace.broker.network;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How fast connections come; a second's worth may come at once. Any thread. */
final class ConnectionRate {

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** When the next connection may come at the earliest, if none ever came in a burst; 0 before the first. */
    private final AtomicLong nextNs = new AtomicLong();

    /** One came at this time; returns how many nanoseconds the next one shall wait. */
    long accepted(long nowNs, int maxPerSecond) {
        long intervalNs = Math.max(1, SECOND_NS / maxPerSecond);
        long next = nextNs.accumulateAndGet(
                nowNs, (last, now) -> (last == 0 ? now : Math.max(last, now - SECOND_NS)) + intervalNs);
        return Math.max(0, next - nowNs - SECOND_NS);
    }
}
