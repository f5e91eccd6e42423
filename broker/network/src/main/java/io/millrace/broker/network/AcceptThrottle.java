package io.millrace.broker.network;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/** Makes a listener wait before it accepts the next connection while new ones come faster than is allowed. */
final class AcceptThrottle extends ChannelInboundHandlerAdapter {

    private final ListenerConnections connections;

    AcceptThrottle(ListenerConnections connections) {
        this.connections = connections;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // A listener that is closed meanwhile need not accept again.
    public void channelRead(ChannelHandlerContext ctx, Object child) {
        ctx.fireChannelRead(child);
        long delayNs = connections.accepted(System.nanoTime());
        if (delayNs > 0 && ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(false);
            ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), delayNs, TimeUnit.NANOSECONDS);
        }
    }
}
