package io.millrace.registry.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** What may be written down of a request about keys or exporters: fields that are known to hold no secret, and the names of others. */
final class KeyRedaction {
    static final String REDACTED = "[redacted]";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PLAIN = Set.of(
            "name",
            "kmsType",
            "kmsKeyId",
            "doc",
            "shared",
            "deleted",
            "subject",
            "version",
            "algorithm",
            "contextType",
            "context",
            "subjectRenameFormat");

    private KeyRedaction() {}

    /** A body as it may be shown. One that cannot be read is not shown at all. */
    static String of(String body) {
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return REDACTED;
        }
        if (!read.isObject()) {
            return REDACTED;
        }
        ObjectNode shown = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> each : read.properties()) {
            boolean plain = PLAIN.contains(each.getKey()) && each.getValue().isValueNode();
            shown.set(each.getKey(), plain ? each.getValue() : shown.textNode(REDACTED));
        }
        return shown.toString();
    }
}
