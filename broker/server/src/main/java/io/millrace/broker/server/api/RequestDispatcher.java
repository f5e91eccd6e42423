package io.millrace.broker.server.api;

import io.millrace.broker.network.Exchange;
import io.millrace.broker.server.api.quotas.Throttling;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiEntry;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.wire.MalformedRequestException;
import io.millrace.broker.server.wire.RequestHead;
import io.millrace.broker.server.wire.ResponseEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the handler of each request in the table and sends its answer back. */
public final class RequestDispatcher {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequestDispatcher.class);

    private final ApiTable table;
    private final Throttling throttling;

    /** Serves what the table holds, to clients within their quotas. */
    public RequestDispatcher(ApiTable table, ClientQuotas quotas) {
        this.table = table;
        this.throttling = new Throttling(quotas);
    }

    /** Serves one request of this client. */
    void dispatch(Exchange exchange, ClientSession session) {
        try {
            ByteBuffer frame = exchange.request();
            RequestHead head = RequestHead.read(frame);
            if (head.apiKey() == ApiKeys.API_VERSIONS && head.apiVersion() > ApiVersionsHandler.MAX_VERSION) {
                exchange.respond(ResponseEncoder.encode(head, ApiVersionsHandler.tooNew(), (short) 0));
                return;
            }
            ApiEntry<?> entry = table.find(head.apiKey()).orElse(null);
            if (entry == null || !entry.serves(head.apiVersion())) {
                exchange.fail("the request " + head.apiKey() + " v" + head.apiVersion() + " is not served here");
                return;
            }
            serve(exchange, session, head, entry, head.readBody(frame));
        } catch (MalformedRequestException e) {
            exchange.fail("a request " + e.getMessage());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Both outcomes are handled in the callback.
    private void serve(
            Exchange exchange, ClientSession session, RequestHead head, ApiEntry<?> entry, ApiMessage request) {
        if (head.apiKey() != ApiKeys.PRODUCE && head.apiKey() != ApiKeys.PUSH_TELEMETRY) {
            // Only records and metrics stay in the frame; everything else was copied out of it.
            exchange.releaseRequest();
        }
        var context = new RequestContext(
                head,
                exchange.peer(),
                session.principal(),
                session.listener(),
                session.software(),
                exchange.loop(),
                exchange::onDisconnect);
        CompletableFuture<Answer> handled = throttling.active()
                ? handleWithinQuotas(exchange, context, entry, request)
                : entry.handle(context, request);
        handled.whenComplete((answer, failure) -> {
            if (failure != null) {
                LOGGER.error("A request failed. apiKey={} peer={}", head.apiKey(), exchange.peer(), failure);
                exchange.fail("the request " + head.apiKey() + " could not be served");
            } else {
                send(exchange, head, answer);
            }
        });
    }

    private CompletableFuture<Answer> handleWithinQuotas(
            Exchange exchange, RequestContext context, ApiEntry<?> entry, ApiMessage request) {
        throttling.prepare(context, request);
        int requestBytes = exchange.request().limit();
        long startNanos = System.nanoTime();
        CompletableFuture<Answer> handled = entry.handle(context, request);
        long nanos = System.nanoTime() - startNanos;
        return handled.thenApply(answer -> {
            Throttling.Settled settled = throttling.settle(context, requestBytes, nanos, answer);
            exchange.muteMs(settled.waitMs());
            return settled.answer();
        });
    }

    private static void respond(Exchange exchange, RequestHead head, ApiMessage response) {
        try {
            exchange.respond(ResponseEncoder.encode(head, response, head.apiVersion()));
        } catch (RuntimeException e) {
            LOGGER.error("A response cannot be written. apiKey={} version={}", head.apiKey(), head.apiVersion(), e);
            exchange.fail("the response to " + head.apiKey() + " could not be written");
        }
    }

    private static void send(Exchange exchange, RequestHead head, Answer answer) {
        if (answer instanceof Answer.Message response) {
            respond(exchange, head, response.message());
        } else if (answer instanceof Answer.Records records) {
            respond(exchange, head, records.whole().get());
        } else if (answer instanceof Answer.Nothing) {
            exchange.respondNothing();
        } else if (answer instanceof Answer.Disconnect disconnect) {
            exchange.fail(disconnect.reason());
        }
    }
}
