package io.millrace.connect.rest.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the client: a status, perhaps a document, perhaps headers. */
public record Answer(int status, Object document, Map<String, String> headers) {
    /** 200 with a document. */
    public static Answer ok(Object document) {
        return new Answer(200, document, Map.of());
    }

    /** 200 with a body that is not JSON. */
    public static Answer text(String mediaType, String body) {
        return new Answer(200, new Text(mediaType, body), Map.of());
    }

    /** A document that is sent as it is. */
    record Text(String mediaType, String body) {}

    /** A status and no body. */
    public static Answer empty(int status) {
        return new Answer(status, null, Map.of());
    }

    /** A status and a document. */
    public static Answer of(int status, Object document) {
        return new Answer(status, document, Map.of());
    }

    /** The form of every error. */
    public static Answer error(int status, String message) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("error_code", status);
        document.put("message", message);
        return of(status, document);
    }

    /** The same with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, document, more);
    }
}
