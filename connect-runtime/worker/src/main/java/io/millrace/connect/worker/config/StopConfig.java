package io.millrace.connect.worker.config;

/** How long plugins may take: to stop gracefully, and to return from any call of a connector. */
public record StopConfig(long gracefulMs, long callTimeoutMs) {}
