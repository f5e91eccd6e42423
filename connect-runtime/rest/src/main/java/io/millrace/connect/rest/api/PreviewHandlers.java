package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a connector would do, before there is one. */
final class PreviewHandlers {
    private final ConnectControl control;

    PreviewHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(Route.on("POST", "/connectors/preview", this::preview));
    }

    private CompletionStage<Answer> preview(Exchange exchange) {
        return control.preview(PreviewBodies.request(exchange.object()))
                .thenApply(preview -> Answer.ok(PreviewDocuments.of(preview)));
    }
}
