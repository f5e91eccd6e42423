package io.millrace.broker.server.api.cluster;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A handler for those who may do this operation on the cluster; others get the refusal.
 *
 * @param services knows who may do what
 * @param operation on the cluster
 * @param handler serves those who may
 * @param refusal the response for those who may not
 */
public record ClusterGuard<Q extends ApiMessage>(
        BrokerServices services, AclOperation operation, ApiHandler<Q> handler, Supplier<ApiMessage> refusal)
        implements ApiHandler<Q> {

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, Q request) {
        return services.access().cluster(context, operation)
                ? handler.handle(context, request)
                : Answer.now(refusal.get());
    }
}
