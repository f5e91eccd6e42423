package io.millrace.registry.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import io.millrace.registry.model.RegistryErrorCode;
import java.io.IOException;

/**
 * What a client sends, read once however many ask for it: a request that is not answered on its connection's thread is
 * handed to another one, with this. One thread at a time, and nobody changes the tree.
 */
final class RequestBody {
    /** What is logged of a body is read as UTF-8, so nobody may mean something else by it. */
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build());

    private final HttpData content;
    private String text;
    private JsonNode json;

    RequestBody(HttpData content) {
        this.content = content;
    }

    String text() {
        if (text == null) {
            text = content.toStringUtf8();
        }
        return text;
    }

    /** Ends the request unless it is a JSON object. */
    JsonNode json() {
        if (json == null) {
            json = parsed();
        }
        return json;
    }

    private JsonNode parsed() {
        if (content.isEmpty()) {
            throw new HttpProblemException(RegistryErrorCode.MISSING_BODY, "The request has no body");
        }
        JsonNode node;
        try {
            node = JSON.readTree(content.array());
        } catch (IOException e) {
            throw new HttpProblemException(400, "The body is not valid JSON");
        }
        if (!node.isObject()) {
            throw new HttpProblemException(400, "The body is not a JSON object");
        }
        return node;
    }
}
