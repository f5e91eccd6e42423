package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.access.Role;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.CloneRequest;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A connector made of another one. Ours alone. */
final class CloneHandlers {
    private final ConnectControl control;
    private final Function<ConnectorInfo, Answer> created;

    /** {@code created} is the answer to a creation. */
    CloneHandlers(ConnectControl control, Function<ConnectorInfo, Answer> created) {
        this.control = control;
        this.created = created;
    }

    List<Route> routes() {
        return List.of(
                Route.on("POST", "/connectors/{connector}/clone", this::make).repeated(this::madeBefore));
    }

    /** Its secrets go along, hence it is for whoever may change both connectors. */
    private CompletionStage<Answer> make(Exchange exchange) {
        CloneRequest request = request(exchange);
        if (!exchange.caller().is(Role.ADMIN, request.name())) {
            throw HttpProblemException.forbidden(exchange.caller(), Role.ADMIN, Optional.of(request.name()));
        }
        return control.cloneConnector(exchange.part("connector"), request).thenApply(created);
    }

    private static CloneRequest request(Exchange exchange) {
        JsonNode body = exchange.object();
        Bodies.refuseUnknown(body, Set.of("name", "config", "offsets", "initial_state"));
        JsonNode name = body.get("name");
        if (name == null || !name.isTextual()) {
            throw new HttpProblemException(
                    400, "The field \"name\" is missing or no string; it is the name of the new connector");
        }
        String text = name.asText().trim();
        Names.refuseUnreachable(text);
        JsonNode config = body.get("config");
        if (config != null && !config.isObject()) {
            throw new HttpProblemException(
                    400, "The field \"config\" is no object; it holds what is different in the new connector");
        }
        JsonNode offsets = body.get("offsets");
        if (offsets != null && !offsets.isBoolean()) {
            throw new HttpProblemException(400, "The field \"offsets\" is true or false, not " + offsets);
        }
        return new CloneRequest(
                text,
                config == null ? Map.of() : Bodies.flat(config),
                offsets == null || offsets.booleanValue(),
                Bodies.initialState(body.get("initial_state")),
                exchange.caller().known());
    }

    /** The connector that is there is the one asked for, or else the conflict is real. */
    private CompletionStage<Optional<Answer>> madeBefore(Exchange exchange, int status) {
        if (status != 409) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CloneRequest request = request(exchange);
        return control.connectorConfig(exchange.part("connector"))
                .thenCombine(control.connectorInfo(request.name()), (original, found) -> {
                    Map<String, String> expected = new LinkedHashMap<>(original);
                    expected.putAll(request.overrides());
                    expected.values().removeIf(Objects::isNull);
                    expected.put("name", request.name());
                    return ConnectorHandlers.asWritten(found.config(), expected)
                            ? Optional.of(created.apply(found))
                            : Optional.empty();
                });
    }
}
