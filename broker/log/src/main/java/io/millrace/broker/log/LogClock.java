package io.millrace.broker.log;

/** Where the log reads wall-clock time for retention, rolling and expiry. */
@FunctionalInterface
public interface LogClock {
    long nowMs();
}
