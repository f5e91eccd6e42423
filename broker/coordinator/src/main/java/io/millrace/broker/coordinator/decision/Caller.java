package io.millrace.broker.coordinator.decision;

/**
 * Who sent a request. An answer names the request id, because an answer may come much later than the request.
 *
 * @param requestId unique among the requests that the host has open with one shard
 */
public record Caller(long requestId, short apiVersion, String clientId, String clientHost) {}
