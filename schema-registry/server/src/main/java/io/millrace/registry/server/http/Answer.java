package io.millrace.registry.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What a handler answers: a status and a body, rendered as it is sent, or lines that are rendered while they are sent.
 */
record Answer(int status, HttpData content, Optional<Lines> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Answer(int status, String body) {
        this(status, HttpData.ofUtf8(body), Optional.empty());
    }

    /** The body as text. */
    String body() {
        return content.toStringUtf8();
    }

    /** Lines, which whoever sends them closes. */
    static Answer lines(Lines lines) {
        return new Answer(200, HttpData.empty(), Optional.of(lines));
    }

    static Answer ok(JsonNode body) {
        try {
            return new Answer(200, HttpData.wrap(JSON.writeValueAsBytes(body)), Optional.empty());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
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
