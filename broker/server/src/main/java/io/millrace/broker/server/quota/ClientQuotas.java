package io.millrace.broker.server.quota;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.QuotasImage;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The quotas of this broker's clients and what they have used. Without any quota in the cluster, {@link #active()} is all
 * that a request costs. Any thread.
 */
public final class ClientQuotas {

    private static final double PERCENT = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<MetadataImage> image;
    private final Settings settings;
    private final LongSupplier clockMs;
    private final Map<MeterKey, UsageMeter> meters = new RecentMeters<>();

    /**
     * Over what times usage is counted.
     *
     * @param clients bytes and request time
     * @param controller changes of the cluster
     */
    public record Settings(QuotaWindows clients, QuotaWindows controller) {
        public static final Settings DEFAULT = new Settings(QuotaWindows.DEFAULT, QuotaWindows.DEFAULT);
    }

    private record MeterKey(QuotaKind kind, String user, String clientId) {}

    /** With a clock that never goes back. */
    public ClientQuotas(Supplier<MetadataImage> image, Settings settings, LongSupplier clockMs) {
        this.image = image;
        this.settings = settings;
        this.clockMs = clockMs;
    }

    /** Whether any client has a quota; those of addresses concern connections alone. */
    public boolean active() {
        return image.get().quotas().limitsClients();
    }

    /** Counts so much of this kind for the client and says how long it has to wait, in milliseconds. */
    public long charge(QuotaKind kind, String user, String clientId, double amount) {
        return limit(kind, user, clientId)
                .map(limit -> {
                    long nowMs = clockMs.getAsLong();
                    UsageMeter meter = meter(kind, limit);
                    meter.record(amount, limit.value(), nowMs);
                    return bounded(kind, meter.throttleMs(limit.value(), nowMs));
                })
                .orElse(0L);
    }

    /** Time of a thread, against a limit in percent of one thread. */
    public long chargeTime(String user, String clientId, long nanos) {
        return charge(QuotaKind.REQUEST, user, clientId, nanos * PERCENT / NANOS_PER_SECOND);
    }

    /**
     * Counts so much for a client that is within its limit, even if that exceeds it; one that is beyond already is told
     * how long to wait, and nothing is counted (KIP-599).
     */
    public long chargeIfWithin(QuotaKind kind, String user, String clientId, double amount) {
        return limit(kind, user, clientId)
                .map(limit -> {
                    long nowMs = clockMs.getAsLong();
                    UsageMeter meter = meter(kind, limit);
                    long waitMs = meter.throttleMs(limit.value(), nowMs);
                    if (waitMs == 0) {
                        meter.record(amount, limit.value(), nowMs);
                    }
                    return waitMs;
                })
                .orElse(0L);
    }

    /** How much the client may use within all windows together: one answer must not be more, or it could never leave. */
    public double mostAtOnce(QuotaKind kind, String user, String clientId) {
        QuotaWindows windows = settings.clients();
        return limit(kind, user, clientId)
                .map(limit -> limit.value() * (windows.count() - 1) * windows.windowMs() / 1_000)
                .orElse(Double.MAX_VALUE);
    }

    private Optional<QuotaLimits.Limit> limit(QuotaKind kind, String user, String clientId) {
        QuotasImage quotas = image.get().quotas();
        return quotas.limitsClients() ? QuotaLimits.find(quotas, user, clientId, kind) : Optional.empty();
    }

    private UsageMeter meter(QuotaKind kind, QuotaLimits.Limit limit) {
        var key = new MeterKey(kind, limit.user(), limit.clientId());
        synchronized (meters) {
            return meters.computeIfAbsent(
                    key,
                    absent -> kind == QuotaKind.CONTROLLER_MUTATION
                            ? new TokenMeter(settings.controller(), clockMs.getAsLong())
                            : new UsageRate(settings.clients(), clockMs.getAsLong()));
        }
    }

    /** Nobody is kept waiting for request time for longer than one window, as in Kafka. */
    private long bounded(QuotaKind kind, long throttleMs) {
        return kind == QuotaKind.REQUEST
                ? Math.min(throttleMs, settings.clients().windowMs())
                : throttleMs;
    }
}
