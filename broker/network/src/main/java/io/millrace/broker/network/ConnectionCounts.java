package io.millrace.broker.network;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections, in all and by address, and how fast new ones come; shared by a broker's listeners. */
public final class ConnectionCounts {

    /** Refused connections that are kept open for a while; one more of them is closed at once. */
    private static final int MAX_REFUSED = 1_000;

    private volatile ConnectionLimits limits;
    private final AddressQuota quota;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger total = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    private final ConnectionRate rate = new ConnectionRate();

    /** Nothing is counted yet, and all addresses are alike. */
    public ConnectionCounts(ConnectionLimits limits) {
        this(limits, AddressQuota.NONE);
    }

    /** Nothing is counted yet. */
    public ConnectionCounts(ConnectionLimits limits, AddressQuota quota) {
        this.limits = limits;
        this.quota = quota;
    }

    /** From now on these bounds hold; connections that are open stay, even if they are too many now. Any thread. */
    public void limit(ConnectionLimits newest) {
        limits = newest;
    }

    /** Counts one more and says whether it may stay; {@link #closed} is due in both cases. */
    boolean opened(InetAddress address) {
        ConnectionLimits now = limits;
        int fromAddress = byAddress.merge(address, 1, Integer::sum);
        return total.incrementAndGet() <= now.maxConnections() && fromAddress <= now.maxFrom(address);
    }

    void closed(InetAddress address) {
        total.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    long refusalMs(InetAddress address) {
        return quota.refusalMs(address);
    }

    /** Counts one that is to be closed later and says whether it may wait for that; {@link #refusalEnded} is due. */
    boolean refusalBegan() {
        return refused.incrementAndGet() <= MAX_REFUSED;
    }

    void refusalEnded() {
        refused.decrementAndGet();
    }

    int open() {
        return total.get();
    }

    /** One came at this time; returns how many nanoseconds the next one shall wait. */
    long accepted(long nowNs) {
        return rate.accepted(nowNs, limits.maxPerSecond());
    }
}
