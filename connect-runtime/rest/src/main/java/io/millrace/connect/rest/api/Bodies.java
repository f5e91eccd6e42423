package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plugins.NearestName;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.worker.control.ConnectorOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
        refuseUnreachable(text);
        return new Creation(text, flat(config), initialState(body.get("initial_state")));
    }

    /** HTTP servers and clients rewrite paths with dot segments, so such a connector could never be deleted. */
    private static void refuseUnreachable(String name) {
        for (String segment : name.split("[/\\\\]", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new HttpProblemException(
                        400, "The name \"" + name + "\" has the path segment \"" + segment + "\", no URL can reach it");
            }
        }
    }

    private static Optional<TargetState> initialState(JsonNode node) {
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

    static List<ConnectorOffset> offsets(JsonNode body) {
        refuseUnknown(body, Set.of("offsets"));
        JsonNode list = body.get("offsets");
        if (list == null || !list.isArray() || list.isEmpty()) {
            throw new HttpProblemException(
                    400, "Partitions / offsets need to be provided for an alter offsets request");
        }
        List<ConnectorOffset> offsets = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isObject()) {
                throw new HttpProblemException(400, "An element of \"offsets\" is not an object");
            }
            refuseUnknown(each, Set.of("partition", "offset"));
            JsonNode partition = each.get("partition");
            if (partition == null || !partition.isObject()) {
                throw new HttpProblemException(400, "The partition for a connector offset cannot be null or missing");
            }
            JsonNode offset = each.get("offset");
            Optional<Map<String, ?>> position =
                    offset == null || offset.isNull() ? Optional.empty() : Optional.of(position(offset));
            offsets.add(new ConnectorOffset(PlainValues.map(partition), position));
        }
        return offsets;
    }

    private static Map<String, ?> position(JsonNode offset) {
        if (!offset.isObject()) {
            throw new HttpProblemException(400, "An offset is neither an object nor null");
        }
        return PlainValues.map(offset);
    }

    private static void refuseUnknown(JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new HttpProblemException(
                        400, "Unrecognized field \"" + field + "\"" + NearestName.hint(field, known));
            }
        });
    }
}
