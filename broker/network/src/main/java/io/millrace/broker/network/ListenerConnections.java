package io.millrace.broker.network;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of one listener, and among those of the whole broker. Any thread. */
public final class ListenerConnections {

    private final ConnectionCounts all;
    private final AtomicInteger open = new AtomicInteger();
    private final ConnectionRate rate = new ConnectionRate();
    private volatile ListenerLimits limits;

    /** Nothing is counted yet on this listener. */
    public ListenerConnections(ConnectionCounts all, ListenerLimits limits) {
        this.all = all;
        this.limits = limits;
    }

    /** From now on these bounds hold; connections that are open stay, even if they are too many now. */
    public void limit(ListenerLimits newest) {
        limits = newest;
    }

    /** Counts one more and says whether it may stay; {@link #closed} is due in both cases. */
    boolean opened(InetAddress address) {
        boolean welcomeHere = open.incrementAndGet() <= limits.maxConnections();
        return all.opened(address) && welcomeHere;
    }

    void closed(InetAddress address) {
        open.decrementAndGet();
        all.closed(address);
    }

    int open() {
        return open.get();
    }

    /** One came at this time; returns how many nanoseconds the next one shall wait. */
    long accepted(long nowNs) {
        return Math.max(all.accepted(nowNs), rate.accepted(nowNs, limits.maxPerSecond()));
    }

    ConnectionCounts all() {
        return all;
    }
}
