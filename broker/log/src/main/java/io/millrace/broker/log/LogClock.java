package io.millrace.broker.log;

import io.millrace.broker.log.state.ProducerTime;

/**
 * Where the log reads the time. What is compared with the time of records, or written down for a later process, goes by
 * the wall clock, which somebody may set; how long something has lasted in this process does not.
 */
@FunctionalInterface
public interface LogClock {
    /** Milliseconds of the wall clock: for retention, compaction and log append time. */
    long nowMs();

    /**
     * Milliseconds that never jump, near those of the wall clock at the start of the process: for idle producers, files
     * that wait for their removal, and segments whose records have no time. A clock that cannot be set has one time only.
     */
    default long steadyMs() {
        return nowMs();
    }

    /** What the producers of a log need to know of both. */
    default ProducerTime producerTime() {
        long steadyMs = steadyMs();
        return new ProducerTime(steadyMs, nowMs() - steadyMs);
    }
}
