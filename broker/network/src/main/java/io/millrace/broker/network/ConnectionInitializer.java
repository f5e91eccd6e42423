package io.millrace.broker.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the pipeline of each accepted connection, or turns the connection away when there are too many. */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionInitializer.class);
    private static final long HANDSHAKE_TIMEOUT_MS = 10_000;

    private final NetworkLoops loops;
    private final ListenerConfig config;
    private final ReceiverFactory receivers;
    private final RequestMemory memory;
    private final ChannelGroup open;
    private final ListenerConnections connections;
    private final AtomicLong nextConnectionId = new AtomicLong();

    ConnectionInitializer(
            NetworkLoops loops,
            ListenerConfig config,
            ReceiverFactory receivers,
            RequestMemory memory,
            ListenerConnections connections,
            ChannelGroup open) {
        this.loops = loops;
        this.config = config;
        this.receivers = receivers;
        this.memory = memory;
        this.open = open;
        this.connections = connections;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Closing cannot fail in a way that anybody could act on.
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close();
            return;
        }
        boolean welcome = connections.opened(remote.getAddress());
        channel.closeFuture().addListener(future -> connections.closed(remote.getAddress()));
        if (!welcome) {
            LOGGER.warn(
                    "Too many connections. peer={} open={} onThisListener={}",
                    remote,
                    connections.all().open(),
                    connections.open());
            channel.close();
            return;
        }
        open.add(channel);
        long refusalMs = connections.all().refusalMs(remote.getAddress());
        if (refusalMs > 0) {
            refuse(channel, refusalMs);
            return;
        }
        var peer = new Peer(nextConnectionId.getAndIncrement(), remote.getAddress(), remote.getPort());
        NetworkLoop loop = loops.loopOf(channel.eventLoop());
        Admission admission = config.strangers().map(Admission::awaited).orElseGet(Admission::granted);
        var sequencer = new ResponseSequencer(peer, loop, config, memory, admission, receivers);
        config.tls().ifPresent(tls -> encrypt(channel, tls));
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, config.connections().idleTimeoutMs(), TimeUnit.MILLISECONDS))
                .addLast(new FrameDecoder(config.frames(), admission, sequencer::partialBytes))
                .addLast(sequencer);
        config.strangers().ifPresent(limits -> {
            admission.until(loop.schedule(
                    () -> sequencer.fail("it has not authenticated in " + limits.timeoutMs() + " ms"),
                    limits.timeoutMs()));
            channel.closeFuture().addListener(future -> admission.gone());
        });
    }

    /** Not at once, so that a client which connects again and again does so less often. Nothing is read meanwhile. */
    @SuppressWarnings("FutureReturnValueIgnored") // A channel that is closed already need not be closed.
    private void refuse(Channel channel, long delayMs) {
        LOGGER.debug("Connections come too fast from an address. peer={}", channel.remoteAddress());
        channel.config().setAutoRead(false);
        channel.closeFuture().addListener(future -> connections.all().refusalEnded());
        if (connections.all().refusalBegan()) {
            channel.eventLoop().schedule(() -> channel.close(), delayMs, TimeUnit.MILLISECONDS);
        } else {
            channel.close();
        }
    }

    /** Records cannot go from the file to the socket in the kernel here, so they are read in chunks. */
    private void encrypt(Channel channel, TlsEngines tls) {
        var handler = new SslHandler(tls.serverEngine());
        long patienceMs = config.strangers().map(AdmissionLimits::timeoutMs).orElse(HANDSHAKE_TIMEOUT_MS);
        handler.setHandshakeTimeoutMillis(patienceMs);
        channel.pipeline().addLast(handler).addLast(new ChunkedWriteHandler());
    }
}
