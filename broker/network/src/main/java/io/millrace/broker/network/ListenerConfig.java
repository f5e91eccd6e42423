package io.millrace.broker.network;

import java.util.Optional;

/**
 * Where one listener binds and what it tolerates.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param frames bounds on request frames
 * @param connections bounds on connections
 * @param buffers the kernel's buffers of each connection
 * @param tls what encrypts its connections, if anything does
 * @param strangers bounds on clients that have not authenticated, where they must
 */
public record ListenerConfig(
        String host,
        int port,
        FrameLimits frames,
        ConnectionLimits connections,
        SocketBuffers buffers,
        Optional<TlsEngines> tls,
        Optional<AdmissionLimits> strangers) {

    /** A listener in plain text that asks nobody who they are. */
    public ListenerConfig(String host, int port, FrameLimits frames, ConnectionLimits connections) {
        this(host, port, frames, connections, SocketBuffers.BY_SYSTEM, Optional.empty(), Optional.empty());
    }
}
