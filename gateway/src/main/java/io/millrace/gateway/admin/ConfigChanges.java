package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;

/**
 * What shall become of some configs.
 *
 * @param validateOnly whether they are only tried
 */
record ConfigChanges(List<AlterConfigOp> operations, boolean validateOnly) {
    private static final int BAD_REQUEST = 400;

    /** Of a body such as {@code {"value": "1"}}. */
    static ConfigChanges one(String name, byte[] body) {
        JsonNode document = Json.readObject(body, "The body");
        requireFields(document, Set.of("value"));
        return new ConfigChanges(List.of(operation(name, OpType.SET, document.path("value"))), false);
    }

    /** Back to the default. */
    static ConfigChanges reset(String name) {
        return new ConfigChanges(List.of(new AlterConfigOp(new ConfigEntry(name, null), OpType.DELETE)), false);
    }

    /** Of a body such as {@code {"data": [{"name": "a", "value": "1"}, {"name": "b", "operation": "DELETE"}]}}. */
    static ConfigChanges of(byte[] body) {
        JsonNode document = Json.readObject(body, "The body");
        requireFields(document, Set.of("data", "validate_only"));
        return new ConfigChanges(operations(document.path("data"), "data"), validateOnly(document));
    }

    /** The changes in an array, which has a name in messages. */
    static List<AlterConfigOp> operations(JsonNode data, String name) {
        if (!data.isArray() || data.isEmpty()) {
            throw wrong(name + " is an array of one change at least");
        }
        Set<String> names = new HashSet<>();
        List<AlterConfigOp> operations = new ArrayList<>();
        for (JsonNode each : data) {
            if (!each.isObject() || !each.path("name").isTextual()) {
                throw wrong("a change is an object with name, and value or the operation DELETE");
            }
            requireFields(each, Set.of("name", "value", "operation"));
            String config = each.path("name").textValue();
            if (!names.add(config)) {
                throw wrong(config + " is there twice");
            }
            operations.add(operation(config, type(each.path("operation")), each.path("value")));
        }
        return operations;
    }

    /** Whether changes are only tried. */
    static boolean validateOnly(JsonNode document) {
        JsonNode only = document.path("validate_only");
        if (!only.isMissingNode() && !only.isNull() && !only.isBoolean()) {
            throw wrong("validate_only is true or false");
        }
        return only.asBoolean();
    }

    private static OpType type(JsonNode written) {
        if (written.isMissingNode() || written.isNull()) {
            return OpType.SET;
        }
        return switch (written.asText().toUpperCase(Locale.ROOT)) {
            case "SET" -> OpType.SET;
            case "DELETE" -> OpType.DELETE;
            default -> throw wrong("operation is SET or DELETE, not '" + written.asText() + "'");
        };
    }

    private static AlterConfigOp operation(String name, OpType type, JsonNode value) {
        boolean isThere = !value.isMissingNode() && !value.isNull();
        if (isThere && !value.isValueNode()) {
            throw wrong("the value of " + name + " is a string");
        }
        if (isThere != (type == OpType.SET)) {
            throw wrong("the operation " + type + " of " + name + (isThere ? " takes no value" : " takes a value"));
        }
        return new AlterConfigOp(new ConfigEntry(name, isThere ? value.asText() : null), type);
    }

    static void requireFields(JsonNode object, Set<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new HttpProblemException(422, "Unrecognized field: " + name);
            }
        }
    }

    static HttpProblemException wrong(String message) {
        return new HttpProblemException(BAD_REQUEST, message);
    }
}
