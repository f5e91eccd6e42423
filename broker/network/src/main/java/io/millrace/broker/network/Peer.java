package io.millrace.broker.network;

import java.net.InetAddress;

/**
 * The other end of a connection.
 *
 * @param connectionId unique in one listener's life, for log lines
 * @param address the client's address
 * @param port the client's port
 */
public record Peer(long connectionId, InetAddress address, int port) {

    @Override
    public String toString() {
        return address.getHostAddress() + ":" + port;
    }
}
