package io.millrace.broker.server.request;

import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.quota.QuotaKind;

/**
 * What one request may change in the cluster (KIP-599). A client of a newer version is refused what is too much; an older
 * one gets it and has to wait afterwards.
 */
public final class MutationQuota {

    private final ClientQuotas quotas;
    private final String user;
    private final String clientId;
    private final boolean strict;
    private long throttleMs;

    /** @param firstStrictVersion the first version of the request whose clients know the refusal */
    public MutationQuota(BrokerServices services, RequestContext context, int firstStrictVersion) {
        this.quotas = services.quotas();
        this.user = context.principal().getName();
        this.clientId = context.head().clientId();
        this.strict = context.version() >= firstStrictVersion;
    }

    /** Whether so many partitions may be made or deleted now. */
    public boolean take(int partitions) {
        if (!quotas.active()) {
            return true;
        }
        if (!strict) {
            throttleMs = Math.max(throttleMs, quotas.charge(QuotaKind.CONTROLLER_MUTATION, user, clientId, partitions));
            return true;
        }
        long waitMs = quotas.chargeIfWithin(QuotaKind.CONTROLLER_MUTATION, user, clientId, partitions);
        throttleMs = Math.max(throttleMs, waitMs);
        return waitMs == 0;
    }

    /** For how long the client has to wait after all that it took, or tried to. */
    public long throttleMs() {
        return throttleMs;
    }
}
