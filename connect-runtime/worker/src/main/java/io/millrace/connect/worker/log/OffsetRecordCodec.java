package io.millrace.connect.worker.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;

/**
 * The records of the offset topic: key {@code ["connector",{partition}]}, value {@code {offset}}.
 *
 * <p>Kafka Connect finds an offset by the exact bytes of its key, so a source that makes its partitions with
 * {@code Map.of}, whose order changes with every JVM, loses its place. Here equal maps are one key whatever their order
 * is; the bytes that were read are kept by the table, so that a stock worker finds them again.
 */
public final class OffsetRecordCodec {

    private static final ObjectMapper CANONICAL =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String NO_TOPIC = "";

    private final JsonConverter keys = converter(ConverterType.KEY);
    private final JsonConverter values = converter(ConverterType.VALUE);

    private static JsonConverter converter(ConverterType type) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of(
                ConverterConfig.TYPE_CONFIG, type.getName(), JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, "false"));
        return converter;
    }

    /** Reads a key; empty for records of another shape. */
    @SuppressWarnings("unchecked")
    public Optional<Key> readKey(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        JsonNode shape;
        try {
            shape = Json.read(bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!shape.isArray() || shape.size() != 2 || !shape.get(0).isTextual()) {
            return Optional.empty();
        }
        List<Object> pair = (List<Object>) keys.toConnectData(NO_TOPIC, bytes).value();
        Object partition = pair.get(1);
        if (!(partition instanceof Map)) {
            return Optional.empty();
        }
        return Optional.of(new Key((String) pair.get(0), (Map<String, Object>) partition, canonical(shape), bytes));
    }

    /** The key under which a connector's partition is kept. */
    @SuppressWarnings("unchecked")
    public Key key(String connector, Map<String, ?> partition) {
        List<Object> pair = new ArrayList<>(List.of(connector));
        pair.add(partition);
        byte[] bytes = keys.fromConnectData(NO_TOPIC, null, pair);
        return new Key(connector, (Map<String, Object>) partition, canonical(Json.read(bytes)), bytes);
    }

    /** Reads an offset; empty when it was deleted. */
    @SuppressWarnings("unchecked")
    public Optional<Map<String, Object>> readValue(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        Object value = values.toConnectData(NO_TOPIC, bytes).value();
        return value instanceof Map ? Optional.of((Map<String, Object>) value) : Optional.empty();
    }

    public byte[] value(Map<String, ?> offset) {
        return offset == null ? null : values.fromConnectData(NO_TOPIC, null, offset);
    }

    private static String canonical(JsonNode key) {
        try {
            // Trees keep the order of their fields; plain maps are written sorted.
            return CANONICAL.writeValueAsString(CANONICAL.treeToValue(key, Object.class));
        } catch (JsonProcessingException e) {
            throw new ConfigException("a source partition that JSON cannot hold: " + e.getOriginalMessage());
        }
    }

    /** A source partition of a connector: {@code canonical} is equal for equal maps, {@code bytes} may differ. */
    public static final class Key {
        private final String connector;
        private final Map<String, Object> partition;
        private final String canonical;
        private final byte[] bytes;

        private Key(String connector, Map<String, Object> partition, String canonical, byte[] bytes) {
            this.connector = connector;
            this.partition = partition;
            this.canonical = canonical;
            this.bytes = bytes;
        }

        public String connector() {
            return connector;
        }

        public Map<String, Object> partition() {
            return partition;
        }

        public String canonical() {
            return canonical;
        }

        public byte[] bytes() {
            return bytes;
        }
    }
}
