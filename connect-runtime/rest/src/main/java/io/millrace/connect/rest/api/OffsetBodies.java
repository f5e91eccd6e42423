package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.worker.control.ConnectorOffset;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;

/** Reads what is wanted of offsets; what does not fit is answered with a sentence that says what would. */
final class OffsetBodies {
    private static final String ENTRY = "The field \"to\" names an entry of the history by its id, a whole number";
    private static final String PLACE =
            "The field \"timestamp\" is a time such as \"2026-11-01T00:00:00Z\", milliseconds"
                    + " since 1970 as a number, \"earliest\" or \"latest\"";

    private OffsetBodies() {}

    static List<ConnectorOffset> offsets(JsonNode body) {
        Bodies.refuseUnknown(body, Set.of("offsets"));
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
            Bodies.refuseUnknown(each, Set.of("partition", "offset"));
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

    /** The body of a roll back. */
    static long entry(JsonNode body) {
        Bodies.refuseUnknown(body, Set.of("to"));
        JsonNode to = body.get("to");
        if (to == null || !to.isIntegralNumber() || !to.canConvertToLong()) {
            throw new HttpProblemException(400, ENTRY);
        }
        return to.longValue();
    }

    /** The body of a reset to a time. */
    static OffsetSpec place(JsonNode body) {
        Bodies.refuseUnknown(body, Set.of("timestamp"));
        JsonNode timestamp = body.get("timestamp");
        if (timestamp != null && timestamp.isIntegralNumber()) {
            if (!timestamp.canConvertToLong() || timestamp.longValue() < 0) {
                throw new HttpProblemException(400, PLACE + ", not " + timestamp);
            }
            return OffsetSpec.forTimestamp(timestamp.longValue());
        }
        if (timestamp == null || !timestamp.isTextual()) {
            throw new HttpProblemException(400, PLACE);
        }
        return switch (timestamp.asText()) {
            case "earliest" -> OffsetSpec.earliest();
            case "latest" -> OffsetSpec.latest();
            default -> OffsetSpec.forTimestamp(millis(timestamp.asText()));
        };
    }

    private static long millis(String time) {
        try {
            long millis = OffsetDateTime.parse(time).toInstant().toEpochMilli();
            if (millis >= 0) {
                return millis;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new HttpProblemException(400, PLACE + ", not \"" + time + "\"");
        }
        throw new HttpProblemException(400, PLACE + ", not \"" + time + "\"");
    }
}
