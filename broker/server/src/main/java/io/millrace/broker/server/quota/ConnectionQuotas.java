package io.millrace.broker.server.quota;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.QuotasImage;
import io.millrace.broker.network.AddressQuota;
import java.net.InetAddress;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How fast connections may come from one IP address (KIP-612); asked once for each connection. Any thread. */
public final class ConnectionQuotas implements AddressQuota {

    private final Supplier<MetadataImage> image;
    private final QuotaWindows windows;
    private final LongSupplier clockMs;
    private final Map<InetAddress, UsageRate> meters = new RecentMeters<>();
    private IpLimits limits = new IpLimits(QuotasImage.EMPTY);

    /** With a clock that never goes back. */
    public ConnectionQuotas(Supplier<MetadataImage> image, QuotaWindows windows, LongSupplier clockMs) {
        this.image = image;
        this.windows = windows;
        this.clockMs = clockMs;
    }

    /** A connection that is refused does not count, and none is kept for longer than one window. */
    @Override
    public long refusalMs(InetAddress address) {
        QuotasImage quotas = image.get().quotas();
        if (quotas.byEntity().isEmpty()) {
            return 0;
        }
        synchronized (meters) {
            if (!limits.isOf(quotas)) {
                limits = new IpLimits(quotas);
            }
            OptionalDouble limit = limits.of(address);
            return limit.isEmpty() ? 0 : refusalMs(address, limit.getAsDouble());
        }
    }

    private long refusalMs(InetAddress address, double limit) {
        long nowMs = clockMs.getAsLong();
        UsageRate meter = meters.computeIfAbsent(address, absent -> new UsageRate(windows, nowMs));
        meter.record(1, limit, nowMs);
        long waitMs = meter.throttleMs(limit, nowMs);
        if (waitMs > 0) {
            meter.record(-1, limit, nowMs);
        }
        return Math.min(waitMs, windows.windowMs());
    }
}
