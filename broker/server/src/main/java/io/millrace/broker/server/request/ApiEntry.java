package io.millrace.broker.server.request;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * One row of the table: what is advertised and who serves it.
 *
 * @param advertisedMin the lowest version that ApiVersions tells, which for Produce is lower than what is served
 * @param servedMin the lowest version that is served
 * @param max the highest version, advertised and served
 */
public record ApiEntry<Q extends ApiMessage>(
        ApiKeys key, short advertisedMin, short servedMin, short max, Class<Q> type, ApiHandler<Q> handler) {

    public boolean serves(short version) {
        return version >= servedMin && version <= max;
    }

    public CompletableFuture<Answer> handle(RequestContext context, ApiMessage request) {
        return handler.handle(context, type.cast(request));
    }
}
