package io.millrace.broker.network;

import java.net.InetAddress;
import java.util.Map;

/**
 * Bounds on connections; the first four hold for all listeners of a broker together.
 *
 * @param maxConnections open connections in all; one more is closed at once
 * @param maxConnectionsPerIp open connections from one address
 * @param maxFromAddress another such bound for some addresses
 * @param maxPerSecond new connections in a second; more of them wait to be accepted
 * @param idleTimeoutMs a connection that neither sends nor receives for so long is closed
 * @param maxInFlightRequests unanswered requests of one connection before the broker stops reading from it
 * @param maxInFlightBytes bytes of unanswered requests of one connection before the broker stops reading from it
 * @param stalledFrameMs how long connections wait in vain for {@link RequestMemory} before the oldest part of a frame is
 *     given up
 */
public record ConnectionLimits(
        int maxConnections,
        int maxConnectionsPerIp,
        Map<InetAddress, Integer> maxFromAddress,
        int maxPerSecond,
        long idleTimeoutMs,
        int maxInFlightRequests,
        long maxInFlightBytes,
        long stalledFrameMs) {

    public ConnectionLimits {
        maxFromAddress = Map.copyOf(maxFromAddress);
    }

    int maxFrom(InetAddress address) {
        return maxFromAddress.getOrDefault(address, maxConnectionsPerIp);
    }
}
