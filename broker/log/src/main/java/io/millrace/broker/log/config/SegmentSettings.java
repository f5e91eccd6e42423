package io.millrace.broker.log.config;

/** When the active segment is closed and how densely it is indexed. */
public record SegmentSettings(
        int segmentBytes, long segmentMs, long jitterMs, int indexBytes, int indexIntervalBytes, long deleteDelayMs) {}
