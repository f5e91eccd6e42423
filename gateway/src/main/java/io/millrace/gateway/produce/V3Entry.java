package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.topics.KnownTopics;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** One record as REST Proxy v3 writes it, and its result. */
record V3Entry(Draft draft, V3Side key, V3Side value) {
    private static final int BAD_REQUEST = 400;
    private static final Set<String> FIELDS = Set.of("id", "partition_id", "headers", "key", "value", "timestamp");

    /** Blocks where a registry must be asked; {@code partitions} is how many the topic has. */
    static V3Entry read(JsonNode entry, String topic, int partitions, Schemas schemas) {
        if (!entry.isObject()) {
            throw new HttpProblemException(BAD_REQUEST, "a record is an object with key and value");
        }
        V2ProduceBody.requireFields(entry, FIELDS);
        V3Side key = V3Side.read(entry.path("key"), topic, true, schemas);
        V3Side value = V3Side.read(entry.path("value"), topic, false, schemas);
        Draft draft = new Draft(
                partition(entry.path("partition_id"), "partition_id", partitions),
                timestampMs(entry.path("timestamp")),
                headers(entry.path("headers")),
                V3Side.bytesOf(key),
                V3Side.bytesOf(value));
        return new V3Entry(draft, key, value);
    }

    static Integer partition(JsonNode written, String name, int partitions) {
        if (written.isMissingNode() || written.isNull()) {
            return null;
        }
        if (!written.isInt()) {
            throw new HttpProblemException(BAD_REQUEST, name + " is a number");
        }
        KnownTopics.require(written.intValue(), partitions);
        return written.intValue();
    }

    static Long timestampMs(JsonNode written) {
        if (written.isMissingNode() || written.isNull()) {
            return null;
        }
        try {
            long ms = written.isTextual()
                    ? Instant.parse(written.textValue()).toEpochMilli()
                    : written.canConvertToLong() && written.isIntegralNumber() ? written.longValue() : -1;
            if (ms >= 0) {
                return ms;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw wrongTimestamp();
        }
        throw wrongTimestamp();
    }

    private static HttpProblemException wrongTimestamp() {
        return new HttpProblemException(
                BAD_REQUEST, "timestamp is a time since 1970 such as 2026-01-31T12:00:00Z, or its milliseconds");
    }

    static List<Header> headers(JsonNode written) {
        if (written.isMissingNode() || written.isNull()) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>();
        for (JsonNode each : written) {
            JsonNode value = each.path("value");
            if (!each.path("name").isTextual() || !(value.isTextual() || value.isNull() || value.isMissingNode())) {
                throw new HttpProblemException(BAD_REQUEST, "a header is an object with name, and value in base64");
            }
            headers.add(new RecordHeader(each.path("name").textValue(), bytes(value)));
        }
        if (!written.isArray()) {
            throw new HttpProblemException(BAD_REQUEST, "headers is an array");
        }
        return headers;
    }

    private static byte[] bytes(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new HttpProblemException(BAD_REQUEST, "the value of a header is a string in base64");
        }
    }

    /** Sends it; the result fails as the record does. */
    CompletableFuture<ObjectNode> sent(RecordSender.Way way, String clusterId, String topic) {
        return way.send(topic, draft).thenApply(metadata -> result(clusterId, topic, metadata));
    }

    /** What is told of it when it is written. */
    ObjectNode result(String clusterId, String topic, RecordMetadata metadata) {
        ObjectNode result = Json.object().put("error_code", 200).put("cluster_id", clusterId);
        result.put("topic_name", topic).put("partition_id", metadata.partition());
        result.put("offset", metadata.offset());
        if (metadata.hasTimestamp()) {
            result.put("timestamp", Instant.ofEpochMilli(metadata.timestamp()).toString());
        }
        if (key != null) {
            result.set("key", key.document());
        }
        if (value != null) {
            result.set("value", value.document());
        }
        return result;
    }
}
