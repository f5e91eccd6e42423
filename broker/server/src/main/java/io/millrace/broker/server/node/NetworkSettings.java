package io.millrace.broker.server.node;

import io.millrace.broker.network.ConnectionLimits;
import io.millrace.broker.network.FrameLimits;
import io.millrace.broker.network.SocketBuffers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Threads, connections and frames.
 *
 * @param loopCount {@code num.network.threads}: threads that serve connections and own partitions
 * @param frames bounds on requests
 * @param connections bounds on connections
 * @param buffers {@code socket.send.buffer.bytes}, {@code socket.receive.buffer.bytes}
 * @param queuedMaxRequestBytes {@code queued.max.request.bytes}: bytes of requests that the broker holds at most
 */
record NetworkSettings(
        int loopCount,
        FrameLimits frames,
        ConnectionLimits connections,
        SocketBuffers buffers,
        long queuedMaxRequestBytes) {

    private static final String FRAME_BYTES = "socket.request.max.bytes";
    private static final String QUEUED_BYTES = "queued.max.request.bytes";
    private static final String OVERRIDES = "max.connections.per.ip.overrides";
    private static final String SEND_BUFFER = "socket.send.buffer.bytes";
    private static final String RECEIVE_BUFFER = "socket.receive.buffer.bytes";
    private static final int HEAP_SHARE = 4;

    /** Long answers cost twice as much CPU with a buffer that grows, and more with one of 64 KiB. */
    private static final int DEFAULT_SEND_BUFFER_BYTES = 256 << 10;

    /**
     * Each hop between loops costs a wake-up, which is dearer than what is done with a small request; the other cores
     * have the group commit, the upkeep and the kernel's part of the network to do.
     */
    private static final int CORES_PER_LOOP = 2;

    /** While one loop waits for a disk, another answers those who need none. */
    private static final int MIN_DEFAULT_LOOPS = 2;

    /** Bodies without records are small; parsing them costs memory in proportion. */
    private static final int MAX_FRAME_BYTES = 8 << 20;

    private static final int MAX_IN_FLIGHT_REQUESTS = 64;
    private static final long MAX_IN_FLIGHT_BYTES = 32L << 20;
    private static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    private static final long STALLED_FRAME_MS = 10_000;

    static NetworkSettings from(PropertyReader properties) {
        int defaultLoops = Math.max(MIN_DEFAULT_LOOPS, Runtime.getRuntime().availableProcessors() / CORES_PER_LOOP);
        int maxBulkFrameBytes = properties.number(FRAME_BYTES, 100 << 20, 1_024);
        var frames = new FrameLimits(ApiKeys.PRODUCE.id, maxBulkFrameBytes, MAX_FRAME_BYTES);
        var connections = new ConnectionLimits(
                properties.number("max.connections", DEFAULT_MAX_CONNECTIONS, 1),
                properties.number("max.connections.per.ip", DEFAULT_MAX_CONNECTIONS, 1),
                byAddress(properties.text(OVERRIDES, ""), NetworkSettings::lookUp),
                properties.number("max.connection.creation.rate", Integer.MAX_VALUE, 1),
                properties.number("connections.max.idle.ms", 600_000L, 1, Long.MAX_VALUE),
                MAX_IN_FLIGHT_REQUESTS,
                MAX_IN_FLIGHT_BYTES,
                STALLED_FRAME_MS);
        return new NetworkSettings(
                properties.number("num.network.threads", defaultLoops, 1),
                frames,
                connections,
                buffers(properties),
                queuedBytes(properties, maxBulkFrameBytes));
    }

    private static SocketBuffers buffers(PropertyReader properties) {
        return new SocketBuffers(
                bufferBytes(properties, SEND_BUFFER, DEFAULT_SEND_BUFFER_BYTES),
                bufferBytes(properties, RECEIVE_BUFFER, SocketBuffers.SYSTEM));
    }

    private static int bufferBytes(PropertyReader properties, String name, int defaultBytes) {
        int bytes = properties.number(name, defaultBytes, SocketBuffers.SYSTEM);
        if (bytes == 0) {
            throw new ConfigException(name, bytes, "must be a number of bytes, or -1 to leave it to the system");
        }
        return bytes;
    }

    /** Kafka's default, -1, is no limit at all; here it stands for a part of the heap, and two of the longest frames. */
    private static long queuedBytes(PropertyReader properties, int maxBulkFrameBytes) {
        long given = properties.number(QUEUED_BYTES, -1L, -1, Long.MAX_VALUE);
        if (given < 0) {
            return Math.max(2L * maxBulkFrameBytes, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        }
        if (given < maxBulkFrameBytes) {
            throw new ConfigException(
                    QUEUED_BYTES, given, "must be at least " + FRAME_BYTES + ", which is " + maxBulkFrameBytes);
        }
        return given;
    }

    /**
     * {@code max.connections.per.ip.overrides}: {@code host:count}, separated by commas.
     *
     * @param lookup empty when there is no such host
     */
    static Map<InetAddress, Integer> byAddress(String given, Function<String, Optional<InetAddress>> lookup) {
        Map<InetAddress, Integer> counts = new HashMap<>();
        for (String entry : given.isEmpty() ? new String[0] : given.split(",")) {
            int colon = entry.lastIndexOf(':');
            String host = entry.substring(0, Math.max(0, colon)).trim();
            InetAddress address = lookup.apply(host)
                    .orElseThrow(() -> new ConfigException(OVERRIDES, given, "has an unknown host: '" + host + "'"));
            try {
                counts.put(address, Integer.parseInt(entry.substring(colon + 1).trim()));
            } catch (NumberFormatException e) {
                throw new ConfigException(OVERRIDES, given, "must look like host1:100,127.0.0.1:200");
            }
        }
        return counts;
    }

    private static Optional<InetAddress> lookUp(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
