package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a handler answers: a status and a body, already rendered. */
record Answer(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer ok(JsonNode body) {
        return new Answer(200, body.toString());
    }

    static Answer text(String body) {
        return new Answer(200, body);
    }

    static Answer number(int body) {
        return new Answer(200, Integer.toString(body));
    }

    static Answer names(List<String> names) {
        ArrayNode array = JSON.createArrayNode();
        names.forEach(array::add);
        return ok(array);
    }

    static Answer numbers(List<Integer> numbers) {
        ArrayNode array = JSON.createArrayNode();
        numbers.forEach(array::add);
        return ok(array);
    }

    static Answer nodes(List<? extends JsonNode> nodes) {
        return ok(JSON.createArrayNode().addAll(nodes));
    }

    static Answer error(int status, int code, String message) {
        return new Answer(
                status,
                JSON.createObjectNode()
                        .put("error_code", code)
                        .put("message", message)
                        .toString());
    }

    /** Done, and nothing to say. */
    static Answer empty() {
        return new Answer(204, "");
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
