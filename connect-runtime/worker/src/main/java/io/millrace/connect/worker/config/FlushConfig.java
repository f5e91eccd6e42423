package io.millrace.connect.worker.config;

/** How often offsets are committed, and how long one commit may take. */
public record FlushConfig(long intervalMs, long timeoutMs) {}
