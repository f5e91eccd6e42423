package io.millrace.broker.network;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;

/**
 * The kernel's buffers of each connection. One that grows as the kernel sees fit takes a long answer as a whole, which
 * has left the processor's caches when the client reads it; over a bounded one the two keep step.
 *
 * @param sendBytes for answers, or {@link #SYSTEM}
 * @param receiveBytes for requests, or {@link #SYSTEM}
 */
public record SocketBuffers(int sendBytes, int receiveBytes) {

    /** As the kernel sees fit. */
    public static final int SYSTEM = -1;

    /** Both buffers as the kernel sees fit. */
    public static final SocketBuffers BY_SYSTEM = new SocketBuffers(SYSTEM, SYSTEM);

    void applyTo(ServerBootstrap bootstrap) {
        if (sendBytes != SYSTEM) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, sendBytes);
        }
        if (receiveBytes != SYSTEM) {
            // On the socket that listens, because a connection agrees on its window's scale before it is accepted.
            bootstrap.option(ChannelOption.SO_RCVBUF, receiveBytes);
        }
    }
}
