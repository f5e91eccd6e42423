package io.millrace.broker.network;

/**
 * Bounds on the connections of one listener.
 *
 * @param maxConnections open connections in all; one more is closed at once
 * @param maxConnectionsPerIp open connections from one address
 * @param idleTimeoutMs a connection that neither sends nor receives for so long is closed
 * @param maxInFlightRequests unanswered requests of one connection before the broker stops reading from it
 * @param maxInFlightBytes bytes of unanswered requests of one connection before the broker stops reading from it
 * @param stalledFrameMs how long connections wait in vain for {@link RequestMemory} before the oldest part of a frame is
 *     given up
 */
public record ConnectionLimits(
        int maxConnections,
        int maxConnectionsPerIp,
        long idleTimeoutMs,
        int maxInFlightRequests,
        long maxInFlightBytes,
        long stalledFrameMs) {}
