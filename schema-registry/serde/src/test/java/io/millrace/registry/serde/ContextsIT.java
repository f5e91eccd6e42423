package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.connect.json.JsonSchemaConverter;
import io.confluent.connect.protobuf.ProtobufConverter;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.json.KafkaJsonSchemaDeserializer;
import io.confluent.kafka.serializers.json.KafkaJsonSchemaSerializer;
import io.confluent.kafka.serializers.protobuf.KafkaProtobufDeserializer;
import io.confluent.kafka.serializers.protobuf.KafkaProtobufSerializer;
import io.millrace.registry.serde.json.JsonDocument;
import io.millrace.registry.serde.json.JsonSchema;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schemas in a context, whose ids mean other schemas in the default one. */
class ContextsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW =
            "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
    private static final String[] ASSOCIATED = {"value.subject.name.strategy", "AssociatedNameStrategy"};

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();
    /** Ids begin anew in each. */
    private final String namespace = "n" + topic;

    @BeforeAll
    static void giveTheFirstIdsToOthers() throws Exception {
        for (int i = 0; i < 5; i++) {
            register("other" + i, "{\"type\":\"fixed\",\"name\":\"Other\",\"size\":" + (i + 1) + "}", "[]");
        }
    }

    private static void register(String subject, String schema, String references) throws Exception {
        String body = "{\"schema\":" + JSON.writeValueAsString(schema) + ",\"references\":" + references + "}";
        assertThat(registry.post("/subjects/" + subject + "/versions", body)).contains("\"id\"");
    }

    /** Makes the topic's subject, with a schema that the serializer may register a version beside. */
    private void associate(String type, String schema) throws Exception {
        String body = "{\"resourceName\":\"" + topic + "\",\"resourceNamespace\":\"" + namespace
                + "\",\"resourceId\":\"" + topic + "\",\"associations\":[{\"schema\":{\"schemaType\":\"" + type
                + "\",\"schema\":" + JSON.writeValueAsString(schema)
                + "}}]}";
        assertThat(registry.post("/associations", body)).contains(":." + namespace + ":" + topic + "-value");
    }

    private static <S extends Serializer<?>> S serializer(S serializer) {
        serializer.configure(registry.config(ASSOCIATED), false);
        return serializer;
    }

    private static <D extends Deserializer<?>> D deserializer(D deserializer) {
        deserializer.configure(registry.config(ASSOCIATED), false);
        return deserializer;
    }

    @Test
    void readsAvroByTheIdsOfTheTopicsOwnContext() throws Exception {
        // Given
        associate("AVRO", ROW);
        GenericRecord value = new GenericRecordBuilder(new org.apache.avro.Schema.Parser().parse(ROW))
                .set("id", 7L)
                .build();

        // When
        byte[] bytes = serializer(new KafkaAvroSerializer()).serialize(topic, value);

        // Then
        assertThat(bytes[4]).isEqualTo((byte) 1);
        assertThat(deserializer(new KafkaAvroDeserializer()).deserialize(topic, bytes))
                .isEqualTo(value);
        assertThat(registry.converter(new AvroConverter(), ASSOCIATED)
                        .toConnectData(topic, bytes)
                        .value())
                .hasToString("Struct{id=7}");
    }

    @Test
    void readsJsonByTheIdsOfTheTopicsOwnContext() throws Exception {
        // Given
        String schema = "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"}}}";
        associate("JSON", schema);

        // When
        byte[] bytes = serializer(new KafkaJsonSchemaSerializer<JsonDocument>())
                .serialize(topic, new JsonDocument(JsonSchema.parse(schema), Map.of("id", 7)));

        // Then
        assertThat(deserializer(new KafkaJsonSchemaDeserializer<>()).deserialize(topic, bytes))
                .isEqualTo(Map.of("id", 7));
        assertThat(registry.converter(new JsonSchemaConverter(), ASSOCIATED)
                        .toConnectData(topic, bytes)
                        .value())
                .hasToString("Struct{id=7}");
    }

    @Test
    void readsProtobufByTheIdsOfTheTopicsOwnContext() throws Exception {
        // Given
        byte[] plain = protobuf("plain" + topic);
        String text = JSON.readTree(registry.get("/subjects/plain" + topic + "-value/versions/1"))
                .path("schema")
                .asText();
        associate("PROTOBUF", text);

        // When
        byte[] bytes = protobuf(topic);

        // Then
        assertThat(bytes[4]).isEqualTo((byte) 1).isNotEqualTo(plain[4]);
        KafkaProtobufDeserializer<Message> deserializer = deserializer(new KafkaProtobufDeserializer<>());
        assertThat(deserializer.deserialize(topic, bytes).toByteString())
                .isEqualTo(StringValue.of("x").toByteString());
        assertThat(registry.converter(new ProtobufConverter(), ASSOCIATED)
                        .toConnectData(topic, bytes)
                        .value())
                .isEqualTo("x");
    }

    private static byte[] protobuf(String topic) {
        return serializer(new KafkaProtobufSerializer<StringValue>()).serialize(topic, StringValue.of("x"));
    }

    /** A writer's address may name a context; readers that know the topic alone find its ids there. */
    @Test
    void readsByTheIdsOfTheContextThatHasTheTopicsSubject() throws Exception {
        // Given
        Map<String, Object> elsewhere = registry.config();
        elsewhere.put("schema.registry.url", elsewhere.get("schema.registry.url") + "/contexts/." + namespace);
        GenericRecord value = new GenericRecordBuilder(new org.apache.avro.Schema.Parser().parse(ROW))
                .set("id", 7L)
                .build();
        byte[] bytes;
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(elsewhere, false);
            bytes = serializer.serialize(topic, value);
        }
        assertThat(bytes[4]).isEqualTo((byte) 1);

        // Then
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(registry.config(), false);
            assertThat(deserializer.deserialize(topic, bytes)).isEqualTo(value);
        }
        assertThat(registry.converter(new AvroConverter())
                        .toConnectData(topic, bytes)
                        .value())
                .hasToString("Struct{id=7}");
    }

    @Test
    void findsReferencesInTheContextOfTheSchemaThatHasThem() throws Exception {
        // Given
        String referred = "{\"type\":\"record\",\"name\":\"Part\",\"fields\":[{\"name\":\"%s\",\"type\":\"int\"}]}";
        String whole = "{\"type\":\"record\",\"name\":\"Whole\",\"fields\":[{\"name\":\"p\",\"type\":\"Part\"}]}";
        String context = ":." + namespace + ":";
        register("part" + topic, referred.formatted("wrong"), "[]");
        register(context + "part" + topic, referred.formatted("right"), "[]");
        register(context + "whole", whole, "[{\"name\":\"Part\",\"subject\":\"part" + topic + "\",\"version\":1}]");

        // When
        org.apache.avro.Schema byVersion =
                registry.avroClient().latest(context + "whole").schema();
        org.apache.avro.Schema byId =
                registry.avroClient().schema(SchemaId.of(2).in(context + "whole"));

        // Then
        assertThat(byVersion.getField("p").schema().getField("right")).isNotNull();
        assertThat(byId).isEqualTo(byVersion);
    }

    /** Which is what to do where a strategy for contexts was configured. */
    @Test
    void theRegistrysAddressMayNameAContext() throws Exception {
        // Given
        Map<String, Object> config = registry.config();
        config.put("schema.registry.url", config.get("schema.registry.url") + "/contexts/.elsewhere");
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer();
                KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            serializer.configure(config, false);
            deserializer.configure(config, false);

            // When
            byte[] bytes = serializer.serialize(topic, 7);

            // Then
            assertThat(deserializer.deserialize(topic, bytes)).isEqualTo(7);
        }
        assertThat(registry.get("/subjects/:.elsewhere:" + topic + "-value/versions"))
                .isEqualTo("[1]");
    }
}
