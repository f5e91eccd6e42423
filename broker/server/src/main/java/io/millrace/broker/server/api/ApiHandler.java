package io.millrace.broker.server.api;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiMessage;

/** Serves one api key. */
@FunctionalInterface
interface ApiHandler<Q extends ApiMessage> {

    /** Called on the loop of the connection, in the order of its requests; must not block. */
    CompletableFuture<Answer> handle(RequestContext context, Q request);
}
