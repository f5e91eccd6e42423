package io.millrace.gateway.produce;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What the records of one request or one stream know of the producer's buffer. Once one has found no room in time, those
 * right behind it are not tried: each would wait as long again, on a thread that others need, and be written when its client
 * has been told that it failed, or is gone. One thread at a time.
 */
final class Room {
    /** What was at hand together with such a record is handled within less. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long memoryNanos;
    private final LongSupplier nanoClock;
    private Throwable missing;
    private long missingNanos;

    private Room(long memoryNanos, LongSupplier nanoClock) {
        this.memoryNanos = memoryNanos;
        this.nanoClock = nanoClock;
    }

    /** For the records of one request, of which all behind one without room fail. */
    static Room ofRequest() {
        return new Room(Long.MAX_VALUE, System::nanoTime);
    }

    /** For a stream, which tries again with what comes a little later. */
    static Room ofStream() {
        return ofStream(System::nanoTime);
    }

    /** The same by another clock. */
    static Room ofStream(LongSupplier nanoClock) {
        return new Room(PAUSE_NANOS, nanoClock);
    }

    /** There was none, which took a while to find out. */
    void miss(Throwable failure) {
        missing = failure;
        missingNanos = nanoClock.getAsLong();
    }

    /** Why a record is not to be tried; null if it is, be the stream as quick as it may: room may have come back. */
    TimeoutException refusal() {
        if (missing == null || nanoClock.getAsLong() - missingNanos > memoryNanos) {
            missing = null;
            return null;
        }
        return new TimeoutException(
                "It was not tried, as one before it was not taken in time: " + missing.getMessage());
    }
}
