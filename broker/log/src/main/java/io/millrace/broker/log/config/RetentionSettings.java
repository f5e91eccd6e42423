package io.millrace.broker.log.config;

/** How long and how much is kept; -1 means no limit. */
public record RetentionSettings(long retentionMs, long retentionBytes) {}
