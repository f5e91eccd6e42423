package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.json.KafkaJsonSchemaSerializer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas whose rules nobody here runs. */
class WriteRulesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENCRYPTING = "\"mode\":\"WRITEREAD\"";
    private static final Schema PERSON = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"Person\",\"fields\":["
                    + "{\"name\":\"ssn\",\"type\":\"string\",\"confluent:tags\":[\"PII\"]}]}");
    private static final GenericRecord VALUE =
            new GenericRecordBuilder(PERSON).set("ssn", "078-05-1120").build();

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    /** Registers the schema with a rule; answers the id. */
    private String withRule(String type, String text, String rule) throws Exception {
        String answer = registry.post(
                "/subjects/" + topic + "-value/versions",
                "{\"schemaType\":\"" + type + "\",\"schema\":" + JSON.writeValueAsString(text)
                        + ",\"ruleSet\":{\"domainRules\":[{\"name\":\"hide\",\"type\":\"ENCRYPT\",\"tags\":[\"PII\"],"
                        + rule
                        + "}]}}");
        return JSON.readTree(answer).path("id").asText();
    }

    private <T> byte[] write(Serializer<T> serializer, T value, Map<String, Object> config) {
        try (serializer) {
            serializer.configure(config, false);
            return serializer.serialize(topic, value);
        }
    }

    private static void assertRefused(ThrowingCallable writing) {
        assertThatThrownBy(writing)
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("the rule 'hide' of type ENCRYPT")
                .hasMessageContaining("onFailure");
    }

    @Test
    void whatTheyWouldEncryptIsNotWrittenAsItIs() throws Exception {
        // Given
        String id = withRule("AVRO", PERSON.toString(), ENCRYPTING);

        // Then
        for (String[] config : List.of(
                new String[] {},
                new String[] {"auto.register.schemas", "false"},
                new String[] {"auto.register.schemas", "false", "use.latest.version", "true"},
                new String[] {"auto.register.schemas", "false", "use.schema.id", id})) {
            for (int i = 0; i < 2; i++) {
                assertRefused(() -> write(new KafkaAvroSerializer(), VALUE, registry.config(config)));
            }
        }
        AvroConverter converter =
                registry.converter(new AvroConverter(), "auto.register.schemas", "false", "use.latest.version", "true");
        assertThatThrownBy(() -> converter.fromConnectData(topic, SchemaBuilder.STRING_SCHEMA, "x"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the rule 'hide'");
    }

    @Test
    void theyCountInSchemasOfOtherTypes() throws Exception {
        withRule("JSON", "{\"type\":\"object\"}", "\"mode\":\"WRITE\"");
        assertRefused(() -> write(
                new KafkaJsonSchemaSerializer<>(),
                Map.of("a", 1),
                registry.config("auto.register.schemas", "false", "use.latest.version", "true")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mode\":\"READ\"",
                ENCRYPTING + ",\"disabled\":true",
                ENCRYPTING + ",\"onFailure\":\"NONE\"",
                ENCRYPTING + ",\"onFailure\":\"NONE,ERROR\""
            })
    void thoseThatNeedNotRunHinderNobody(String rule) throws Exception {
        // Given
        String id = withRule("AVRO", PERSON.toString(), rule);

        // When
        byte[] bytes = write(new KafkaAvroSerializer(), VALUE, registry.config());

        // Then
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).hasToString(id);
    }

    /** What others wrote is shown as it is. */
    @Test
    void readersReadWhatIsThere() throws Exception {
        String id = withRule("AVRO", PERSON.toString(), ENCRYPTING);
        byte[] payload = ByteBuffer.allocate(9)
                .put((byte) 0)
                .putInt(Integer.parseInt(id))
                .put(new byte[] {6, 'x', 'y', 'z'})
                .array();
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(registry.config(), false);
            assertThat(deserializer.deserialize(topic, payload)).hasToString("{\"ssn\": \"xyz\"}");
        }
    }
}
