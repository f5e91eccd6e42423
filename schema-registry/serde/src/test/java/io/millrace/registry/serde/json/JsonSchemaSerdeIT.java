package io.millrace.registry.serde.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.serializers.json.KafkaJsonSchemaDeserializer;
import io.confluent.kafka.serializers.json.KafkaJsonSchemaSerializer;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.serde.RegistryFixture;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.StoredSchema.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JsonSchemaSerdeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW =
            "{\"title\":\"Row\",\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
                    + "\"note\":{\"type\":\"string\"}},\"required\":[\"id\"],\"additionalProperties\":false}";

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private static KafkaJsonSchemaSerializer<Object> serializer(String... config) {
        KafkaJsonSchemaSerializer<Object> serializer = new KafkaJsonSchemaSerializer<>();
        serializer.configure(registry.config(config), false);
        return serializer;
    }

    private static <T> KafkaJsonSchemaDeserializer<T> deserializer(String... config) {
        KafkaJsonSchemaDeserializer<T> deserializer = new KafkaJsonSchemaDeserializer<>();
        deserializer.configure(registry.config(config), false);
        return deserializer;
    }

    private static JsonDocument row(Object value) {
        return new JsonDocument(JsonSchema.parse(ROW), value);
    }

    @Test
    void writesTheIdAndThenPlainJson() throws Exception {
        // When
        byte[] bytes = serializer().serialize(topic, row(Map.of("id", 7)));

        // Then
        JsonNode registered = JSON.readTree(registry.get("/subjects/" + topic + "-value/versions/1"));
        byte[] header = ByteBuffer.allocate(5)
                .put((byte) 0)
                .putInt(registered.path("id").asInt())
                .array();
        assertThat(Arrays.copyOf(bytes, 5)).isEqualTo(header);
        assertThat(new String(bytes, 5, bytes.length - 5, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":7}");
        assertThat(registered.path("schemaType").asText()).isEqualTo("JSON");
        assertThat(registered.path("schema").asText()).isEqualTo(ROW);
        assertThat(JsonSchemaSerdeIT.<Object>deserializer().deserialize(topic, bytes))
                .isEqualTo(Map.of("id", 7));
        assertThat(serializer().serialize(topic, null)).isNull();
        assertThat(deserializer().deserialize(topic, null)).isNull();
    }

    @Test
    void readsIntoTheClassThatIsAskedFor() {
        byte[] bytes = serializer().serialize(topic, row(new Row(7, "n")));
        KafkaJsonSchemaDeserializer<Row> rows = deserializer("json.value.type", Row.class.getName());
        assertThat(rows.deserialize(topic, bytes)).isEqualTo(new Row(7, "n"));
        KafkaJsonSchemaDeserializer<JsonNode> trees = deserializer("json.value.type", JsonNode.class.getName());
        assertThat(trees.deserialize(topic, bytes).path("note").asText()).isEqualTo("n");
    }

    /** A class of a user. */
    record Row(long id, String note) {}

    @Test
    void validatesOnBothSidesWhenAskedTo() {
        // Given
        byte[] unfit = serializer().serialize(topic, row(Map.of("id", "x")));

        // Then
        assertThatThrownBy(
                        () -> serializer("json.fail.invalid.schema", "true").serialize(topic, row(Map.of("id", "x"))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not fit schema")
                .hasMessageContaining("/id");
        assertThat(serializer("json.fail.invalid.schema", "true").serialize(topic, row(Map.of("id", 1))))
                .isNotEmpty();
        assertThatThrownBy(
                        () -> deserializer("json.fail.invalid.schema", "true").deserialize(topic, unfit))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("/id");
        assertThat(JsonSchemaSerdeIT.<Object>deserializer().deserialize(topic, unfit))
                .isEqualTo(Map.of("id", "x"));
    }

    @Test
    void writesPlainValuesUnderTheLatestSchema() {
        // Given
        byte[] first = serializer().serialize(topic, row(Map.of("id", 1)));

        // When
        byte[] plain = serializer("auto.register.schemas", "false", "use.latest.version", "true")
                .serialize(topic, Map.of("id", 2));

        // Then
        assertThat(Arrays.copyOf(plain, 5)).isEqualTo(Arrays.copyOf(first, 5));
        assertThatThrownBy(() -> serializer().serialize(topic, Map.of("id", 2)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("carries no schema");
    }

    @Test
    void holdsTheRegistrysSchemaAgainstTheValuesOwn() {
        // Given
        byte[] first = serializer().serialize(topic, row(Map.of("id", 1)));
        String id = Integer.toString(ByteBuffer.wrap(first).getInt(1));
        JsonDocument other = new JsonDocument(
                JsonSchema.parse("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}"), Map.of());

        // Then
        for (String[] config : new String[][] {
            {"use.latest.version", "true", "latest.compatibility.strict", "false"},
            {"use.schema.id", id, "id.compatibility.strict", "false"}
        }) {
            assertThatThrownBy(() -> serializer("auto.register.schemas", "false", config[0], config[1])
                            .serialize(topic, other))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(config[2]);
            byte[] lax = serializer("auto.register.schemas", "false", config[0], config[1], config[2], config[3])
                    .serialize(topic, other);
            assertThat(Arrays.copyOf(lax, 5)).isEqualTo(Arrays.copyOf(first, 5));
        }
    }

    @Test
    void namesSubjectsByTheTitleAndRegistersNormalForms() throws Exception {
        serializer("value.subject.name.strategy", "TopicRecordNameStrategy", "normalize.schemas", "true")
                .serialize(topic, row(Map.of("id", 1)));
        JsonNode registered = JSON.readTree(registry.get("/subjects/" + topic + "-Row/versions/1"));
        assertThat(registered.path("schema").asText()).startsWith("{\"additionalProperties\"");
        assertThatThrownBy(() -> serializer("value.subject.name.strategy", "RecordNameStrategy")
                        .serialize(topic, new JsonDocument(JsonSchema.parse("{}"), 1)))
                .hasMessageContaining("title");
    }

    @Test
    void followsReferences() throws Exception {
        // Given
        String idText = "{\"type\":\"integer\"}";
        registry.post(
                "/subjects/" + topic + "-id/versions",
                JSON.createObjectNode()
                        .put("schemaType", "JSON")
                        .put("schema", idText)
                        .toString());
        JsonSchema schema = JsonSchema.of(new StoredSchema(
                "{\"type\":\"object\",\"properties\":{\"id\":{\"$ref\":\"id.json\"}}}",
                List.of(new Reference("id.json", topic + "-id", 1)),
                List.of(new Dependency("id.json", idText))));

        // When
        byte[] bytes = serializer().serialize(topic, new JsonDocument(schema, Map.of("id", "x")));

        // Then
        assertThatThrownBy(
                        () -> deserializer("json.fail.invalid.schema", "true").deserialize(topic, bytes))
                .hasMessageContaining("/id");
    }

    @Test
    void findsTheSchemaByAGuidInAHeader() throws Exception {
        // Given
        byte[] bytes = serializer().serialize(topic, row(Map.of("id", 7)));
        UUID guid = UUID.fromString(JSON.readTree(registry.get("/subjects/" + topic + "-value/versions/1"))
                .path("guid")
                .asText());
        byte[] header = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", header);
        byte[] bare = Arrays.copyOfRange(bytes, 5, bytes.length);

        // Then
        assertThat(JsonSchemaSerdeIT.<Object>deserializer().deserialize(topic, headers, bare))
                .isEqualTo(Map.of("id", 7));
    }

    @Test
    void saysWhatIsWrongWithAPayload() {
        byte[] bytes = serializer().serialize(topic, row(Map.of("id", 7)));
        for (byte[] bad : new byte[][] {
            Arrays.copyOf(bytes, bytes.length - 1),
            Arrays.copyOf(bytes, 5),
            HexFormat.of().parseHex("020304")
        }) {
            assertThatThrownBy(() -> deserializer().deserialize(topic, bad)).isInstanceOf(SerializationException.class);
        }
    }
}
