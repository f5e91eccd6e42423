package io.millrace.broker.log;

/** A record found by time. */
public record TimestampedOffset(long timestampMs, long offset, int leaderEpoch) {}
