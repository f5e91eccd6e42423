package io.millrace.gateway.instances;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.records.RecordFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a client wants of its instance.
 *
 * @param offsetReset {@code auto.offset.reset}
 * @param autoCommit {@code auto.commit.enable}
 * @param fetchMinBytes how many bytes of records a read waits for, until its timeout
 * @param timeoutMs how long a read takes at most
 */
record InstanceConfig(
        String name, RecordFormat format, String offsetReset, boolean autoCommit, int fetchMinBytes, int timeoutMs) {
    private static final int INVALID_CONFIG = 42204;
    private static final int FETCH_BYTES_MAX = 10_000_000;
    private static final int TIMEOUT_MAX_MS = 30_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Set<String> KEYS = Set.of(
            "name",
            "format",
            "auto.offset.reset",
            "auto.commit.enable",
            "fetch.min.bytes",
            "consumer.request.timeout.ms");

    /** An empty body is one without wishes. */
    static InstanceConfig of(byte[] body, int timeoutMs) {
        JsonNode wishes = body.length == 0 ? Json.object() : Json.readObject(body, "The body");
        for (Iterator<String> names = wishes.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw new HttpProblemException(422, 422, "Unrecognized field: " + name);
            }
        }
        return new InstanceConfig(
                name(wishes.path("name")),
                format(text(wishes, "format", "binary")),
                choice(wishes, "auto.offset.reset", "latest", List.of("latest", "earliest", "none")),
                choice(wishes, "auto.commit.enable", "true", List.of("true", "false"))
                        .equals("true"),
                number(wishes, "fetch.min.bytes", 1, FETCH_BYTES_MAX),
                number(wishes, "consumer.request.timeout.ms", timeoutMs, TIMEOUT_MAX_MS));
    }

    private static String name(JsonNode written) {
        if (written.isMissingNode() || written.isNull()) {
            return "rest-consumer-" + UUID.randomUUID();
        }
        if (!NAME.matcher(written.asText()).matches()) {
            throw wrong("name is one to 200 of the characters A-Z a-z 0-9 . _ -");
        }
        return written.asText();
    }

    private static RecordFormat format(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "binary" -> RecordFormat.BINARY;
            case "json" -> RecordFormat.JSON;
            case "avro" -> RecordFormat.AVRO;
            case "jsonschema" -> RecordFormat.JSONSCHEMA;
            case "protobuf" -> RecordFormat.PROTOBUF;
            default -> throw wrong("format is binary, json, avro, jsonschema or protobuf, not '" + written + "'");
        };
    }

    private static String choice(JsonNode wishes, String key, String otherwise, List<String> choices) {
        String written = text(wishes, key, otherwise).toLowerCase(Locale.ROOT);
        if (!choices.contains(written)) {
            throw wrong(key + " is " + String.join(" or ", choices) + ", not '" + written + "'");
        }
        return written;
    }

    /** Numbers may be written as strings; REST Proxy says -1 for its default. */
    private static int number(JsonNode wishes, String key, int otherwise, int max) {
        String written = text(wishes, key, "-1");
        try {
            int number = Integer.parseInt(written);
            if (number == -1) {
                return otherwise;
            }
            if (number > 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(key + " is a number, not '" + written + "'");
        }
        throw wrong(key + " is a number from 1 to " + max + ", not " + written);
    }

    private static String text(JsonNode wishes, String key, String otherwise) {
        JsonNode written = wishes.path(key);
        return written.isMissingNode() || written.isNull() ? otherwise : written.asText();
    }

    private static HttpProblemException wrong(String message) {
        return new HttpProblemException(422, INVALID_CONFIG, "Invalid consumer configuration: " + message);
    }
}
