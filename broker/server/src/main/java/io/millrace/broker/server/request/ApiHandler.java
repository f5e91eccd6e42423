package io.millrace.broker.server.request;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiMessage;

/** Serves one api key. */
@FunctionalInterface
public interface ApiHandler<Q extends ApiMessage> {

    /** Called on the loop of the connection, in the order of its requests; must not block. */
    public CompletableFuture<Answer> handle(RequestContext context, Q request);
}
