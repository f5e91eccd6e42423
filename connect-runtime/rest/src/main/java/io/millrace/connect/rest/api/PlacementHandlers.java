package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the tasks of a connector are, and why. Any worker answers, from memory. */
final class PlacementHandlers {
    private final ConnectControl control;

    PlacementHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(Route.on("GET", "/connectors/{connector}/placement", this::read));
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        return control.placement(exchange.part("connector"))
                .thenApply(placement -> Answer.ok(PlacementDocuments.of(placement)));
    }
}
