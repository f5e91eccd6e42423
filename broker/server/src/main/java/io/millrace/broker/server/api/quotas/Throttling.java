package io.millrace.broker.server.api.quotas;

import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.quota.QuotaKind;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.RequestContext;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Holds clients to their quotas. Whoever has used too much is answered at once and told how long to wait; meanwhile the
 * broker does not read from the connection (KIP-219). A fetch that is too much is answered without records.
 */
public final class Throttling {

    private final ClientQuotas quotas;

    public Throttling(ClientQuotas quotas) {
        this.quotas = quotas;
    }

    /** Whether there is anything to count. */
    public boolean active() {
        return quotas.active();
    }

    /** Before a request is handled: one fetch gets no more than its client may have at all, or it would never get it. */
    public void prepare(RequestContext context, ApiMessage request) {
        if (request instanceof FetchRequestData fetch) {
            double most = quotas.mostAtOnce(QuotaKind.FETCH, user(context), clientId(context));
            fetch.setMaxBytes((int) Math.max(1, Math.min(fetch.maxBytes(), most)));
        }
    }

    /**
     * After a request was handled.
     *
     * @param requestBytes the size of its frame
     * @param nanos how long its handler kept the loop
     * @return the answer to give and for how long the client has to wait then
     */
    public Settled settle(RequestContext context, int requestBytes, long nanos, Answer answer) {
        String user = user(context);
        String clientId = clientId(context);
        long waitMs = quotas.chargeTime(user, clientId, nanos);
        if (answer instanceof Answer.Message message) {
            waitMs = Math.max(waitMs, message.throttleMs());
        }
        if (context.head().apiKey() == ApiKeys.PRODUCE) {
            waitMs = Math.max(waitMs, quotas.charge(QuotaKind.PRODUCE, user, clientId, requestBytes));
        }
        Answer settled = answer;
        if (answer instanceof Answer.Records records) {
            waitMs = Math.max(waitMs, quotas.charge(QuotaKind.FETCH, user, clientId, (double) records.bytes()));
            if (waitMs > 0) {
                quotas.charge(QuotaKind.FETCH, user, clientId, (double) -records.bytes());
            }
            settled = new Answer.Message(
                    waitMs > 0 ? records.none().get() : records.whole().get());
        }
        if (waitMs > 0 && settled instanceof Answer.Message message) {
            ThrottleTime.set(message.message(), waitMs);
        }
        return new Settled(settled, waitMs);
    }

    /** An answer, and how long its client has to wait after it. */
    public record Settled(Answer answer, long waitMs) {}

    private static String user(RequestContext context) {
        return context.principal().getName();
    }

    private static String clientId(RequestContext context) {
        return context.head().clientId();
    }
}
