package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the client: a status, perhaps a document, perhaps headers. */
public record Reply(int status, JsonNode document, Map<String, String> headers) {
    /** 200 with a document. */
    public static Reply ok(JsonNode document) {
        return of(200, document);
    }

    /** A status and no document. */
    public static Reply empty(int status) {
        return of(status, null);
    }

    /** A status and a document, or null for none. */
    public static Reply of(int status, JsonNode document) {
        return new Reply(status, document, Map.of());
    }

    /** The form of every error. */
    static ObjectNode error(int code, String message) {
        return Json.object().put("error_code", code).put("message", message);
    }

    static Reply problem(HttpProblemException problem) {
        Reply reply = of(problem.status(), error(problem.code(), problem.getMessage()));
        return problem.retryAfter()
                .map(seconds -> reply.with("Retry-After", seconds))
                .orElse(reply);
    }

    /** A request that ends before its handler, in the form of the interface that it asks. */
    public static HttpResponse refusal(RequestHeaders headers, HttpProblemException problem) {
        return problem(problem)
                .rendered(headers.method(), Surface.of(headers.path()).standard());
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, document, more);
    }

    HttpResponse rendered(HttpMethod method, MediaType type) {
        ResponseHeadersBuilder head = ResponseHeaders.builder(HttpStatus.valueOf(status));
        headers.forEach(head::add);
        if (document == null) {
            return HttpResponse.of(head.build());
        }
        boolean lines = document.isArray() && type.is(Surface.NDJSON);
        HttpData body = HttpData.wrap(lines ? Json.lines(document) : Json.write(document));
        head.contentType(type);
        if (method == HttpMethod.HEAD) {
            return HttpResponse.of(head.contentLength(body.length()).build());
        }
        return HttpResponse.of(head.build(), body);
    }
}
