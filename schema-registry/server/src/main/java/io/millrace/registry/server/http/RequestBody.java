package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import io.millrace.registry.model.RegistryErrorCode;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * What a client sends, read once however many ask for it: a request that is not answered on its connection's thread is
 * handed to another one, with this. One thread at a time, and nobody changes the tree.
 */
final class RequestBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<String> source;
    private String text;
    private JsonNode json;

    RequestBody(String text) {
        this(() -> text);
    }

    /** One whose text comes from {@code source} when somebody first wants it. */
    RequestBody(Supplier<String> source) {
        this.source = source;
    }

    static RequestBody of(AggregatedHttpRequest request) {
        return new RequestBody(request::contentUtf8);
    }

    String text() {
        if (text == null) {
            text = source.get();
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
        if (text().isEmpty()) {
            throw new HttpProblemException(RegistryErrorCode.MISSING_BODY, "The request has no body");
        }
        JsonNode node;
        try {
            node = JSON.readTree(text());
        } catch (IOException e) {
            throw new HttpProblemException(400, "The body is not valid JSON");
        }
        if (!node.isObject()) {
            throw new HttpProblemException(400, "The body is not a JSON object");
        }
        return node;
    }
}
