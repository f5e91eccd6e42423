package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.names.NearestName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads request bodies; what does not fit is answered with a sentence that says what would. */
final class Bodies {
    private static final Set<String> CREATE_FIELDS = Set.of("name", "config", "initial_state");

    private Bodies() {}

    /** The body of {@code POST /connectors}. */
    record Creation(String name, Map<String, String> config, Optional<TargetState> initialState) {}

    static Creation creation(JsonNode body) {
        refuseUnknown(body, CREATE_FIELDS);
        JsonNode config = body.get("config");
        if (config == null || !config.isObject()) {
            throw new HttpProblemException(
                    400, "The field \"config\" is missing or no object; it holds the connector's configuration");
        }
        JsonNode name = body.get("name");
        if (name != null && !name.isNull() && !name.isTextual()) {
            throw new HttpProblemException(400, "The field \"name\" is not a string");
        }
        String text = name == null || name.isNull() ? "" : name.asText().trim();
        Names.refuseUnreachable(text);
        return new Creation(text, flat(config), initialState(body.get("initial_state")));
    }

    static Optional<TargetState> initialState(JsonNode node) {
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (node.asText().toUpperCase(Locale.ROOT)) {
                    case "RUNNING" -> TargetState.STARTED;
                    case "PAUSED" -> TargetState.PAUSED;
                    case "STOPPED" -> TargetState.STOPPED;
                    default ->
                        throw new HttpProblemException(
                                400,
                                "The field \"initial_state\" is one of RUNNING, PAUSED and STOPPED, not \""
                                        + node.asText() + "\"");
                });
    }

    /** A flat object of strings; numbers and booleans become strings, null stays, anything deeper is refused. */
    static Map<String, String> flat(JsonNode object) {
        Map<String, String> flat = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (field.getValue().isContainerNode()) {
                throw new HttpProblemException(
                        400, "The value of \"" + field.getKey() + "\" is not a string but a structure");
            }
            flat.put(
                    field.getKey(),
                    field.getValue().isNull() ? null : field.getValue().asText());
        });
        return flat;
    }

    static void refuseUnknown(JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new HttpProblemException(
                        400, "Unrecognized field \"" + field + "\"" + NearestName.hint(field, known));
            }
        });
    }
}
