package io.millrace.registry.model.dek;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of records in the format that Confluent's registry keeps keys in: JSON whose key says by {@code type} whether
 * it is about a KEK or a DEK. The order of the {@code put} calls of a key is the format; any order is read.
 */
public final class KeyCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TENANT = "default";

    private KeyCodec() {}

    /** A record cannot be read. Its message holds nothing of what the record holds. */
    public static final class UnreadableKeyException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableKeyException(String message) {
            super(message);
        }
    }

    /** The bytes of the record's key. */
    public static byte[] key(KeyRecord keyRecord) {
        if (keyRecord instanceof KeyRecord.KekWritten written) {
            return kekKey(written.kek().name());
        }
        if (keyRecord instanceof KeyRecord.KekErased erased) {
            return kekKey(erased.name());
        }
        return keyRecord instanceof KeyRecord.DekWritten written
                ? dekKey(written.dek().id())
                : dekKey(((KeyRecord.DekErased) keyRecord).id());
    }

    private static byte[] kekKey(String name) {
        return bytes(
                JSON.createObjectNode().put("tenant", TENANT).put("name", name).put("type", "KEK"));
    }

    private static byte[] dekKey(DekId id) {
        return bytes(JSON.createObjectNode()
                .put("tenant", TENANT)
                .put("kekName", id.kekName())
                .put("subject", id.subject())
                .put("algorithm", id.algorithm().name())
                .put("version", id.version())
                .put("type", "DEK"));
    }

    /** The bytes of the record's value; null for a key that is gone. */
    @SuppressWarnings("ReturnsNull") // what Kafka's producer takes for a tombstone
    public static byte[] value(KeyRecord keyRecord) {
        if (keyRecord instanceof KeyRecord.KekWritten written) {
            return bytes(kek(written.kek()));
        }
        return keyRecord instanceof KeyRecord.DekWritten written ? bytes(dek(written.dek())) : null;
    }

    private static ObjectNode kek(Kek kek) {
        ObjectNode node = JSON.createObjectNode()
                .put("name", kek.name())
                .put("kmsType", kek.kmsType())
                .put("kmsKeyId", kek.kmsKeyId());
        ObjectNode props = node.putObject("kmsProps");
        kek.kmsProps().forEach(props::put);
        kek.doc().ifPresent(doc -> node.put("doc", doc));
        return node.put("shared", kek.shared()).put("deleted", kek.deleted()).put("type", "KEK");
    }

    private static ObjectNode dek(Dek dek) {
        return JSON.createObjectNode()
                .put("kekName", dek.id().kekName())
                .put("subject", dek.id().subject())
                .put("algorithm", dek.id().algorithm().name())
                .put("version", dek.id().version())
                .put("encryptedKeyMaterial", dek.encryptedKeyMaterial())
                .put("deleted", dek.deleted())
                .put("type", "DEK");
    }

    /**
     * Reads a record; empty for a kind that is not ours to know.
     *
     * @param value null for a key that is gone
     * @param tsMs the time of the record
     */
    public static Optional<KeyRecord> decode(byte[] key, byte[] value, long tsMs) throws UnreadableKeyException {
        try {
            JsonNode id = JSON.readTree(key);
            JsonNode node = value == null ? null : JSON.readTree(value);
            String type = id.path("type").asText(id.path("keytype").asText(""));
            return switch (type) {
                case "KEK" -> Optional.of(readKek(text(id, "name"), node, tsMs));
                case "DEK" -> Optional.of(readDek(readId(id), node, tsMs));
                default -> Optional.empty();
            };
        } catch (IOException e) {
            throw new UnreadableKeyException("it is not JSON");
        }
    }

    private static KeyRecord readKek(String name, JsonNode node, long tsMs) throws UnreadableKeyException {
        if (node == null) {
            return new KeyRecord.KekErased(name);
        }
        SortedMap<String, String> props = new TreeMap<>();
        node.path("kmsProps")
                .properties()
                .forEach(each -> props.put(each.getKey(), each.getValue().asText()));
        return new KeyRecord.KekWritten(new Kek(
                name,
                text(node, "kmsType"),
                text(node, "kmsKeyId"),
                props,
                Optional.ofNullable(node.path("doc").textValue()),
                node.path("shared").asBoolean(),
                node.path("deleted").asBoolean(),
                tsMs));
    }

    private static DekId readId(JsonNode id) throws UnreadableKeyException {
        KeyAlgorithm algorithm = KeyAlgorithm.find(text(id, "algorithm"))
                .orElseThrow(() -> new UnreadableKeyException("its algorithm is not known"));
        int version = id.path("version").asInt();
        if (version <= 0) {
            throw new UnreadableKeyException("its version is not a positive number");
        }
        return new DekId(text(id, "kekName"), text(id, "subject"), algorithm, version);
    }

    private static KeyRecord readDek(DekId id, JsonNode node, long tsMs) throws UnreadableKeyException {
        return node == null
                ? new KeyRecord.DekErased(id)
                : new KeyRecord.DekWritten(new Dek(
                        id,
                        text(node, "encryptedKeyMaterial"),
                        node.path("deleted").asBoolean(),
                        tsMs));
    }

    private static String text(JsonNode node, String field) throws UnreadableKeyException {
        if (!node.path(field).isTextual()) {
            throw new UnreadableKeyException("its field " + field + " is missing or no text");
        }
        return node.path(field).textValue();
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
