package io.millrace.broker.network;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of one broker that serve connections: native epoll where there is one, else Java's selector. */
public final class NetworkLoops implements AutoCloseable {

    private static final long QUIET_PERIOD_MS = 0;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final EventLoopGroup group;
    /** Apart from the loops: a loop that waits for a slow disk must not keep strangers from the others. */
    private final EventLoopGroup acceptor;

    private final List<NetworkLoop> loops;

    private NetworkLoops(EventLoopGroup group, EventLoopGroup acceptor, List<NetworkLoop> loops) {
        this.group = group;
        this.acceptor = acceptor;
        this.loops = loops;
    }

    /** Starts {@code count} loops whose threads carry this name. */
    public static NetworkLoops start(String name, int count) {
        IoHandlerFactory ioHandlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        var group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name), ioHandlers);
        List<NetworkLoop> loops = new ArrayList<>(count);
        group.forEach(executor -> loops.add(new NetworkLoop(loops.size(), (EventLoop) executor)));
        var acceptor = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name + "-accept"), ioHandlers);
        return new NetworkLoops(group, acceptor, List.copyOf(loops));
    }

    /** Finds out whether there is epoll, which loads a native library; only the first call takes time. */
    public static void loadNative() {
        Epoll.isAvailable();
    }

    /** The loops, in an order that never changes. */
    public List<NetworkLoop> all() {
        return loops;
    }

    /** Ends every loop after the task it runs; queued tasks are still run. */
    @Override
    public void close() {
        acceptor.shutdownGracefully(QUIET_PERIOD_MS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        group.shutdownGracefully(QUIET_PERIOD_MS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT_MS);
    }

    EventLoopGroup acceptor() {
        return acceptor;
    }

    EventLoopGroup group() {
        return group;
    }

    NetworkLoop loopOf(EventLoop eventLoop) {
        for (NetworkLoop loop : loops) {
            if (loop.eventLoop() == eventLoop) {
                return loop;
            }
        }
        throw new IllegalStateException("The connection runs on a loop of somebody else.");
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }
}
