package io.millrace.registry.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Whether an answer holds all that is expected: fields that nobody expects may be there too. */
final class JsonPart {
    private JsonPart() {}

    /** Where the answer first differs; a null stands for a field that is absent, {@code "~text"} for any with that text. */
    static Optional<String> difference(JsonNode expected, JsonNode actual, String path) {
        if (expected.isNull()) {
            return actual.isNull() || actual.isMissingNode() ? Optional.empty() : differs(path, expected, actual);
        }
        if (expected.isObject()) {
            return actual.isObject() ? inObject(expected, actual, path) : differs(path, expected, actual);
        }
        if (expected.isArray()) {
            return actual.isArray() && actual.size() == expected.size()
                    ? inArray(expected, actual, path)
                    : differs(path, expected, actual);
        }
        if (expected.isTextual() && expected.asText().startsWith("~")) {
            return actual.asText("").contains(expected.asText().substring(1))
                    ? Optional.empty()
                    : differs(path, expected, actual);
        }
        return expected.equals(actual) ? Optional.empty() : differs(path, expected, actual);
    }

    private static Optional<String> inObject(JsonNode expected, JsonNode actual, String path) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            Optional<String> difference =
                    difference(field.getValue(), actual.path(field.getKey()), path + "/" + field.getKey());
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inArray(JsonNode expected, JsonNode actual, String path) {
        for (int i = 0; i < expected.size(); i++) {
            Optional<String> difference = difference(expected.get(i), actual.get(i), path + "/" + i);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> differs(String path, JsonNode expected, JsonNode actual) {
        return Optional.of("at " + (path.isEmpty() ? "/" : path) + " expected " + expected + " but found " + actual);
    }
}
