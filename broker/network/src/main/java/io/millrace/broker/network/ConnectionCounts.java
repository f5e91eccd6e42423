package io.millrace.broker.network;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections, in all and by address; shared by the loops of one listener. */
final class ConnectionCounts {

    private final ConnectionLimits limits;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionCounts(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Counts one more and says whether it may stay; {@link #closed} is due in both cases. */
    boolean opened(InetAddress address) {
        int fromAddress = byAddress.merge(address, 1, Integer::sum);
        return total.incrementAndGet() <= limits.maxConnections() && fromAddress <= limits.maxConnectionsPerIp();
    }

    void closed(InetAddress address) {
        total.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    int open() {
        return total.get();
    }
}
