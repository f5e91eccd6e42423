package io.millrace.registry.model.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.VersionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of records in the format that Confluent's registry and its peers share. Compaction compares key bytes, so
 * keys are written with one fixed order of properties; any order, and fields we do not know, are read.
 */
public final class RecordCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_TYPE = "keytype";
    static final String HIGHEST_IDS = "highestIds";

    private RecordCodec() {}

    /** The bytes of a record; {@code value} is null for a tombstone. */
    @SuppressWarnings("ArrayRecordComponent") // what Kafka's producer takes
    public record Encoded(byte[] key, byte[] value) {}

    /** A record cannot be read: not our format, or damaged. */
    public static final class UnreadableRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableRecordException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Writes a record as its key and value. */
    public static Encoded encode(RegistryRecord record) {
        return RecordWriting.encode(record);
    }

    /** Writes the key of a record alone, which costs a fraction. */
    public static byte[] encodeKey(RegistryRecord record) {
        return RecordWriting.encodeKey(record);
    }

    /** Reads a record; {@code value} is null for a tombstone. Empty for kinds of keys that are not ours to know. */
    public static Optional<RegistryRecord> decode(byte[] key, byte[] value) throws UnreadableRecordException {
        try {
            Optional<RegistryRecord> plain = PlainVersion.read(key, value);
            return plain.isPresent() ? plain : decodeTrees(key, value);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableRecordException("not a record of a schema registry: " + e.getMessage(), e);
        }
    }

    /** The way that reads each record. */
    static Optional<RegistryRecord> decodeTrees(byte[] key, byte[] value) throws IOException {
        return decode(JSON.readTree(key), value == null ? NullNode.getInstance() : JSON.readTree(value));
    }

    private static Optional<RegistryRecord> decode(JsonNode key, JsonNode value) {
        String subject = text(key, "subject");
        return switch (key.path(KEY_TYPE).asText("")) {
            case "SCHEMA" -> Optional.of(schema(key, value));
            case "CONFIG" ->
                Optional.of(new RegistryRecord.ConfigWritten(
                        subject, value.isObject() ? Optional.of(ConfigJson.read(value)) : Optional.empty()));
            case "MODE" ->
                Optional.of(new RegistryRecord.ModeWritten(
                        subject, RegistryMode.find(value.path("mode").asText(""))));
            case "DELETE_SUBJECT" ->
                value.isObject()
                        ? Optional.of(new RegistryRecord.SubjectDeleted(
                                subject, value.path("version").asInt()))
                        : Optional.empty();
            case "CLEAR_SUBJECT" ->
                value.isObject() ? Optional.of(new RegistryRecord.SubjectCleared(subject)) : Optional.empty();
            case "CONTEXT" -> Optional.of(new RegistryRecord.ContextWritten(text(key, "context"), value.isObject()));
            case "ASSOC" -> Optional.of(AssociationJson.read(key, value));
            case "NOOP" -> Optional.of(mark(value));
            default -> Optional.empty();
        };
    }

    private static RegistryRecord schema(JsonNode key, JsonNode value) {
        VersionKey versionKey =
                new VersionKey(text(key, "subject"), required(key, "version").asInt());
        if (value.isNull()) {
            return new RegistryRecord.VersionErased(versionKey);
        }
        return new RegistryRecord.VersionWritten(SchemaJson.readVersion(versionKey, value));
    }

    private static RegistryRecord mark(JsonNode value) {
        if (value.path(HIGHEST_IDS).isObject()) {
            SortedMap<String, Integer> ids = new TreeMap<>();
            value.path(HIGHEST_IDS)
                    .properties()
                    .forEach(each -> ids.put(each.getKey(), each.getValue().asInt()));
            return new RegistryRecord.HighestIdsMarked(ids);
        }
        Optional<LeaderClaim> claim = value.path("writer").isTextual()
                ? Optional.of(new LeaderClaim(
                        value.path("writer").asText(), value.path("url").asText("")))
                : Optional.empty();
        return new RegistryRecord.EndMarked(claim);
    }

    static JsonNode required(JsonNode node, String field) {
        JsonNode found = node.get(field);
        if (found == null || found.isNull()) {
            throw new IllegalArgumentException("field " + field + " is missing");
        }
        return found;
    }

    static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).asText() : "";
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("kept JSON no longer parses", e);
        }
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
