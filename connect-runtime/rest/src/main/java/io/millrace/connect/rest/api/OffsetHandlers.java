package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.OffsetChange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The offsets of a connector: read, alter, reset (KIP-875). */
final class OffsetHandlers {
    private final ConnectControl control;

    OffsetHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/connectors/{connector}/offsets", this::read),
                Route.on("PATCH", "/connectors/{connector}/offsets", this::alter),
                Route.on("DELETE", "/connectors/{connector}/offsets", this::reset));
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        return control.connectorOffsets(exchange.part("connector"))
                .thenApply(offsets -> Answer.ok(Documents.offsets(offsets)));
    }

    private CompletionStage<Answer> alter(Exchange exchange) {
        return control.alterOffsets(exchange.part("connector"), Bodies.offsets(exchange.object()))
                .thenApply(change -> message(change, "altered"));
    }

    private CompletionStage<Answer> reset(Exchange exchange) {
        return control.resetOffsets(exchange.part("connector")).thenApply(change -> message(change, "reset"));
    }

    private static Answer message(OffsetChange change, String done) {
        String message =
                switch (change) {
                    case CONNECTOR_AND_FRAMEWORK ->
                        "The offsets for this connector have been " + done + " successfully";
                    case FRAMEWORK_ONLY ->
                        "The Connect framework-managed offsets for this connector have been " + done
                                + " successfully. However, if this connector manages offsets externally, they will need to be"
                                + " manually " + done + " in the system that the connector uses.";
                };
        return Answer.ok(Map.of("message", message));
    }
}
