package io.millrace.http.listen;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.ThreadFactories;
import com.linecorp.armeria.common.util.TransportType;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The thread of a server that accepts its connections, and ends with it at once. Netty's default is to wait until it had
 * nothing to do for two seconds, which each stop of a server took; but by then its port is closed, and nobody can come.
 *
 * <p>Armeria's own way to say so, the builder of event loops, has no effect in 1.36: a server stops the group that its port
 * names as its parent, and that is the one within what the builder made.
 */
public class Acceptor extends MultiThreadIoEventLoopGroup {
    private static final long QUIET_PERIOD_MS = 0;
    private static final long STOP_TIMEOUT_MS = 5_000;

    /** With one thread of this name; a test listens in on it. */
    Acceptor(String name, IoHandlerFactory transport) {
        super(1, ThreadFactories.newThreadFactory(name, false), transport);
    }

    /** Gives the server such a one for each of its ports. */
    public static void addTo(ServerBuilder server) {
        server.bossGroupFactory(Acceptor::named);
    }

    private static EventLoopGroup named(String name) {
        return transport()
                .<EventLoopGroup>map(transport -> new Acceptor(name, transport))
                .orElseGet(() -> EventLoopGroups.newEventLoopGroup(1, name));
    }

    /** Of the kind that Armeria's workers are of, since they get its connections; empty for one that we know nothing of. */
    static Optional<IoHandlerFactory> transport() {
        TransportType transport = Flags.transportType();
        if (transport == TransportType.EPOLL) {
            return Optional.of(EpollIoHandler.newFactory());
        }
        return transport == TransportType.NIO ? Optional.of(NioIoHandler.newFactory()) : Optional.empty();
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(QUIET_PERIOD_MS, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
