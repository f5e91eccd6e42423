package io.millrace.connect.worker.config;

/** The group of workers that share the internal topics. */
public record GroupConfig(String groupId, int sessionTimeoutMs, int heartbeatIntervalMs, int rebalanceTimeoutMs) {}
