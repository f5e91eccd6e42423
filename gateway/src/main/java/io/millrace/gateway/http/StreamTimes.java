package io.millrace.gateway.http;

/** When a stream began, and when something last moved on it. Belongs to the event loop. */
final class StreamTimes {
    private final long startedNanos = System.nanoTime();
    private long progressNanos = startedNanos;

    /** Something moved. */
    void moved() {
        progressNanos = System.nanoTime();
    }

    /** Whether nothing has moved for so long. */
    boolean isStill(long nanos) {
        return System.nanoTime() - progressNanos > nanos;
    }

    /** Whether it began so long ago. */
    boolean isOlderThan(long nanos) {
        return System.nanoTime() - startedNanos > nanos;
    }
}
