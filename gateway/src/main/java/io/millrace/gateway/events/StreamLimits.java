package io.millrace.gateway.events;

/**
 * What streams of events may take of the gateway.
 *
 * @param streams how many there are at most, each with a consumer
 * @param heartbeatMs after how long of silence a client is told that the stream lives
 * @param readTimeoutMs for how long a client may leave a piece unread, and others may leave no room for one
 * @param lifeMs after how long a stream ends, so that its client shows anew who it is
 * @param clusterTimeoutMs for how long the cluster may be away before a stream ends
 */
public record StreamLimits(int streams, int heartbeatMs, int readTimeoutMs, int lifeMs, int clusterTimeoutMs) {}
