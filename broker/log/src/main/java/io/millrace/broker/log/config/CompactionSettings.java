package io.millrace.broker.log.config;

/** When compaction runs and what it must leave alone. */
public record CompactionSettings(
        long deleteRetentionMs, long minCompactionLagMs, long maxCompactionLagMs, double minCleanableDirtyRatio) {}
