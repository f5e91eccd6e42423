package io.millrace.broker.server.node;

import io.millrace.broker.network.ConnectionLimits;
import io.millrace.broker.network.FrameLimits;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Threads, connections and frames.
 *
 * @param loopCount {@code num.network.threads}: threads that serve connections and own partitions
 * @param frames bounds on requests
 * @param connections bounds on connections
 */
record NetworkSettings(int loopCount, FrameLimits frames, ConnectionLimits connections) {

    /** Bodies without records are small; parsing them costs memory in proportion. */
    private static final int MAX_FRAME_BYTES = 8 << 20;

    private static final int MAX_IN_FLIGHT_REQUESTS = 64;
    private static final long MAX_IN_FLIGHT_BYTES = 32L << 20;
    private static final int DEFAULT_MAX_CONNECTIONS = 10_000;

    static NetworkSettings from(PropertyReader properties) {
        int defaultLoops = Math.max(2, Runtime.getRuntime().availableProcessors());
        var frames = new FrameLimits(
                ApiKeys.PRODUCE.id, properties.number("socket.request.max.bytes", 100 << 20, 1_024), MAX_FRAME_BYTES);
        var connections = new ConnectionLimits(
                properties.number("max.connections", DEFAULT_MAX_CONNECTIONS, 1),
                properties.number("max.connections.per.ip", DEFAULT_MAX_CONNECTIONS, 1),
                properties.number("connections.max.idle.ms", 600_000L, 1, Long.MAX_VALUE),
                MAX_IN_FLIGHT_REQUESTS,
                MAX_IN_FLIGHT_BYTES);
        return new NetworkSettings(properties.number("num.network.threads", defaultLoops, 1), frames, connections);
    }
}
