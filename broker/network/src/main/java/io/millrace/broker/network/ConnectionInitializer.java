package io.millrace.broker.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the pipeline of each accepted connection, or turns the connection away when there are too many. */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionInitializer.class);

    private final NetworkLoops loops;
    private final ListenerConfig config;
    private final ReceiverFactory receivers;
    private final RequestMemory memory;
    private final ChannelGroup open;
    private final ConnectionCounts counts;
    private final AtomicLong nextConnectionId = new AtomicLong();

    ConnectionInitializer(
            NetworkLoops loops,
            ListenerConfig config,
            ReceiverFactory receivers,
            RequestMemory memory,
            ChannelGroup open) {
        this.loops = loops;
        this.config = config;
        this.receivers = receivers;
        this.memory = memory;
        this.open = open;
        this.counts = new ConnectionCounts(config.connections());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Closing cannot fail in a way that anybody could act on.
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close();
            return;
        }
        boolean welcome = counts.opened(remote.getAddress());
        channel.closeFuture().addListener(future -> counts.closed(remote.getAddress()));
        if (!welcome) {
            LOGGER.warn("Too many connections. peer={} open={}", remote, counts.open());
            channel.close();
            return;
        }
        open.add(channel);
        var peer = new Peer(nextConnectionId.getAndIncrement(), remote.getAddress(), remote.getPort());
        ConnectionLimits limits = config.connections();
        var sequencer = new ResponseSequencer(peer, loops.loopOf(channel.eventLoop()), limits, memory, receivers);
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, limits.idleTimeoutMs(), TimeUnit.MILLISECONDS))
                .addLast(new FrameDecoder(config.frames(), sequencer::partialBytes))
                .addLast(sequencer);
    }
}
