package io.millrace.broker.network;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** One bound address that accepts connections of Kafka clients. */
public final class ListenerServer implements AutoCloseable {

    private static final int ACCEPT_BACKLOG = 512;

    private final Channel acceptor;
    private final ChannelGroup open;

    private ListenerServer(Channel acceptor, ChannelGroup open) {
        this.acceptor = acceptor;
        this.open = open;
    }

    /** Binds; clients that connect wait until {@link #accept()}. Connections are spread over the loops. */
    public static ListenerServer bind(
            NetworkLoops loops,
            ListenerConfig config,
            RequestMemory memory,
            ListenerConnections connections,
            ReceiverFactory receivers)
            throws IOException {
        ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.acceptor(), loops.group())
                .channel(NetworkLoops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .handler(new AcceptThrottle(connections))
                .childHandler(new ConnectionInitializer(loops, config, receivers, memory, connections, open));
        config.buffers().applyTo(bootstrap);
        ChannelFuture bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refusal(config, bound.cause());
        }
        return new ListenerServer(bound.channel(), open);
    }

    private static IOException refusal(ListenerConfig config, Throwable cause) {
        String address = config.host() + ":" + config.port();
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof BindException || message.contains("Address already in use")) {
            return new IOException(
                    "Cannot listen on " + address
                            + ": the port is in use by another process, or the address is not one of this machine's."
                            + " Stop that process or choose another port.",
                    cause);
        }
        return new IOException("Cannot listen on " + address + ": " + message, cause);
    }

    /** The bound address, with the port that the system chose when 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    ChannelGroup open() {
        return open;
    }

    /** Serves clients from now on. */
    public void accept() {
        acceptor.config().setAutoRead(true);
    }

    /** Stops accepting; connections that are open go on. */
    public void stopAccepting() {
        acceptor.close().awaitUninterruptibly();
    }

    /** Stops accepting and closes every connection. */
    @Override
    public void close() {
        stopAccepting();
        open.close().awaitUninterruptibly();
    }
}
