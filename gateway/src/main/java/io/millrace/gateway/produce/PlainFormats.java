package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Formats that need no schema. */
final class PlainFormats {
    private static final int INVALID_PAYLOAD = 42206;

    private PlainFormats() {}

    /** Bytes, written in base64. */
    static byte[] binary(JsonNode data) {
        if (data.isNull()) {
            return null;
        }
        if (!data.isTextual()) {
            throw wrong("binary data are a string in base64, not " + described(data));
        }
        try {
            return Base64.getDecoder().decode(data.textValue());
        } catch (IllegalArgumentException e) {
            throw wrong("binary data are a string in base64, and this one is not");
        }
    }

    /** JSON as it is; null makes a tombstone. */
    static byte[] json(JsonNode data) {
        return data.isNull() ? null : Json.write(data);
    }

    /** The characters of a string, in UTF-8. */
    static byte[] string(JsonNode data) {
        if (data.isNull()) {
            return null;
        }
        if (!data.isTextual()) {
            throw wrong("data of the type STRING are a string, not " + described(data));
        }
        return data.textValue().getBytes(StandardCharsets.UTF_8);
    }

    static HttpProblemException wrong(String message) {
        return new HttpProblemException(422, INVALID_PAYLOAD, "Invalid payload: " + message);
    }

    private static String described(JsonNode data) {
        return switch (data.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case STRING -> "a string";
            case NULL, MISSING -> "nothing";
            case BINARY, POJO -> "something else";
        };
    }
}
