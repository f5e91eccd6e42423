package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.worker.control.PreviewRequest;
import java.util.Set;

/** Reads what somebody wants to see. */
final class PreviewBodies {
    private static final Set<String> FIELDS = Set.of("name", "config", "records", "timeout.ms", "from");
    private static final String NAMELESS = "preview";

    private PreviewBodies() {}

    /** The body of {@code POST /connectors/preview}. */
    static PreviewRequest request(JsonNode body) {
        Bodies.refuseUnknown(body, FIELDS);
        JsonNode config = body.get("config");
        if (config == null || !config.isObject()) {
            throw new HttpProblemException(
                    400, "The field \"config\" is missing or no object; it holds the connector's configuration");
        }
        String name = text(body, "name").trim();
        Names.refuseUnreachable(name);
        return new PreviewRequest(
                name.isEmpty() ? NAMELESS : name,
                Bodies.flat(config),
                (int) number(body, "records", PreviewRequest.RECORDS_PRESET, PreviewRequest.RECORDS_MAX),
                number(body, "timeout.ms", PreviewRequest.TIMEOUT_PRESET_MS, PreviewRequest.TIMEOUT_MAX_MS),
                text(body, "from").trim());
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new HttpProblemException(400, "The field \"" + field + "\" is not a string");
        }
        return value.asText();
    }

    private static long number(JsonNode body, String field, long preset, long max) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return preset;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1 || value.asLong() > max) {
            throw new HttpProblemException(
                    400, "The field \"" + field + "\" is a number from 1 to " + max + ", not " + shown(value));
        }
        return value.asLong();
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 50 ? text.substring(0, 50) + "..." : text;
    }
}
