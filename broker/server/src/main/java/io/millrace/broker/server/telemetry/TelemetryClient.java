package io.millrace.broker.server.telemetry;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** One client instance: what it was asked for and when it was heard of. Guarded by {@link TelemetryClients}. */
final class TelemetryClient {

    /** Longer ago than any interval. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Uuid instanceId;
    private final ClientDescription description;
    private Subscriptions subscriptions;
    private Wanted wanted;
    private long askedMs = NEVER;
    private long pushedMs = NEVER;
    private long heardMs;
    private boolean terminating;
    private Errors lastError = Errors.NONE;

    TelemetryClient(Uuid instanceId, ClientDescription description, Subscriptions subscriptions) {
        this.instanceId = instanceId;
        this.description = description;
        this.subscriptions = subscriptions;
        this.wanted = subscriptions.of(description);
    }

    /** When the wishes have changed it may ask and push at once, as if it were new. */
    @SuppressWarnings("ReferenceEquality") // The same object as long as nobody changes a subscription.
    void renew(Subscriptions newest) {
        if (subscriptions != newest) {
            subscriptions = newest;
            wanted = newest.of(description);
            askedMs = NEVER;
            pushedMs = NEVER;
            terminating = false;
            lastError = Errors.NONE;
        }
    }

    /** Whether it may ask now: an interval after it was heard last, or because its push was refused for what it did not know. */
    boolean mayAsk(long nowMs) {
        if (nowMs - Math.max(askedMs, pushedMs) >= wanted.intervalMs()) {
            askedMs = nowMs;
            return true;
        }
        return lastError == Errors.UNKNOWN_SUBSCRIPTION_ID || lastError == Errors.UNSUPPORTED_COMPRESSION_TYPE;
    }

    /** Whether it may push now. The first push after a question may come early, for clients spread them by chance. */
    boolean mayPush(long nowMs) {
        if (askedMs > pushedMs || nowMs - pushedMs >= wanted.intervalMs()) {
            pushedMs = nowMs;
            return true;
        }
        return false;
    }

    void heard(long nowMs) {
        heardMs = nowMs;
    }

    boolean silentSince(long nowMs, long shortestMs) {
        return nowMs - heardMs > Math.max(shortestMs, 3L * wanted.intervalMs());
    }

    Uuid instanceId() {
        return instanceId;
    }

    ClientDescription description() {
        return description;
    }

    Wanted wanted() {
        return wanted;
    }

    int subscriptionId() {
        return wanted.subscriptionId(instanceId);
    }

    boolean terminating() {
        return terminating;
    }

    void terminating(boolean last) {
        terminating = last;
    }

    void lastError(Errors error) {
        lastError = error;
    }
}
