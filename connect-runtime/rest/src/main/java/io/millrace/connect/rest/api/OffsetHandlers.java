package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.OffsetRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The offsets of a connector: read, alter, reset (KIP-875); and, ours alone, their history and sinks put to a time. */
final class OffsetHandlers {
    private static final String DRY_RUN = "dryRun";

    private final ConnectControl control;

    OffsetHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/connectors/{connector}/offsets", this::read),
                Route.on("PATCH", "/connectors/{connector}/offsets", this::alter),
                Route.on("DELETE", "/connectors/{connector}/offsets", this::reset),
                Route.on("GET", "/connectors/{connector}/offsets/history", this::history),
                Route.on("POST", "/connectors/{connector}/offsets/rollback", this::rollback),
                Route.on("POST", "/connectors/{connector}/offsets/reset", this::seek));
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        return control.offsets()
                .read(exchange.part("connector"))
                .thenApply(offsets -> Answer.ok(OffsetDocuments.offsets(offsets)));
    }

    private CompletionStage<Answer> history(Exchange exchange) {
        return control.offsets()
                .history(exchange.part("connector"))
                .thenApply(entries -> Answer.ok(OffsetDocuments.history(entries)));
    }

    private CompletionStage<Answer> alter(Exchange exchange) {
        return stock(exchange, new OffsetRequest.Alter(OffsetBodies.offsets(exchange.object())), "altered");
    }

    private CompletionStage<Answer> reset(Exchange exchange) {
        return stock(exchange, new OffsetRequest.Reset(), "reset");
    }

    private CompletionStage<Answer> rollback(Exchange exchange) {
        return own(exchange, new OffsetRequest.Rollback(OffsetBodies.entry(exchange.object())), "rolled back");
    }

    private CompletionStage<Answer> seek(Exchange exchange) {
        return own(exchange, new OffsetRequest.Seek(OffsetBodies.place(exchange.object())), "reset");
    }

    /** Answers with what Kafka Connect answers with. */
    private CompletionStage<Answer> stock(Exchange exchange, OffsetRequest request, String done) {
        if (exchange.flag(DRY_RUN, false)) {
            return preview(exchange, request);
        }
        return control.offsets()
                .change(exchange.part("connector"), request, exchange.caller().known())
                .thenApply(changed -> Answer.ok(OffsetDocuments.message(changed.by(), done)));
    }

    /** Tells the changes, too. */
    private CompletionStage<Answer> own(Exchange exchange, OffsetRequest request, String done) {
        if (exchange.flag(DRY_RUN, false)) {
            return preview(exchange, request);
        }
        return control.offsets()
                .change(exchange.part("connector"), request, exchange.caller().known())
                .thenApply(changed -> {
                    Map<String, Object> document = new LinkedHashMap<>(OffsetDocuments.message(changed.by(), done));
                    document.putAll(OffsetDocuments.changes(changed.changes()));
                    return Answer.ok(document);
                });
    }

    private CompletionStage<Answer> preview(Exchange exchange, OffsetRequest request) {
        return control.offsets()
                .preview(exchange.part("connector"), request)
                .thenApply(changes -> Answer.ok(OffsetDocuments.changes(changes)));
    }
}
