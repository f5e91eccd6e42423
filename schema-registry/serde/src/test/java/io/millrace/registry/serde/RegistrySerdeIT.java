package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegistrySerdeIT {
    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    /** The first registry of the list is never there. */
    private static Map<String, Object> config(String... pairs) {
        Map<String, Object> config = registry.config(pairs);
        config.compute("schema.registry.url", (key, url) -> "http://127.0.0.1:1," + url);
        return config;
    }

    private static AvroConverter converter(String... pairs) {
        AvroConverter converter = new AvroConverter();
        converter.configure(config(pairs), false);
        return converter;
    }

    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.orders.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @Test
    void convertsThereAndBackThroughTheRegistry() {
        // Given
        AvroConverter converter = converter();
        Struct value = new Struct(ROW).put("id", 7L).put("note", "x");

        // When
        byte[] bytes = converter.fromConnectData(topic, ROW, value);
        SchemaAndValue read = converter().toConnectData(topic, bytes);

        // Then
        assertThat(bytes[0]).isZero();
        assertThat(read.schema()).isEqualTo(ROW);
        assertThat(read.value()).isEqualTo(value);
        assertThat(converter.fromConnectData(topic, ROW, value)).isEqualTo(bytes);
    }

    @Test
    void sharesTopicsWithPlainSerializers() throws Exception {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer();
                KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            // Given
            serializer.configure(config(), false);
            deserializer.configure(config(), false);
            byte[] bytes = converter()
                    .fromConnectData(topic, ROW, new Struct(ROW).put("id", 7L).put("note", null));

            // When
            GenericRecord read = (GenericRecord) deserializer.deserialize(topic, bytes);
            byte[] again = serializer.serialize(topic, new GenericRecordBuilder((GenericData.Record) read).build());

            // Then
            assertThat(read.get("id")).isEqualTo(7L);
            assertThat(again).isEqualTo(bytes);
            assertThat(deserializer
                            .deserialize(topic, serializer.serialize(topic + "2", "text"))
                            .toString())
                    .isEqualTo("text");
        }
    }

    @Test
    void readsRecordsWhoseHeaderHasTheGuid() throws Exception {
        // Given
        Struct value = new Struct(ROW).put("id", 7L).put("note", "x");
        byte[] bytes = converter().fromConnectData(topic, ROW, value);
        byte[] bare = Arrays.copyOfRange(bytes, 5, bytes.length);
        UUID guid = UUID.fromString(new RegistryTransport(RegistryClientConfig.of(config()))
                .get("/subjects/" + topic + "-value/versions/1")
                .path("guid")
                .asText());
        byte[] header = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", header);

        // Then
        assertThat(converter().toConnectData(topic, headers, bare)).isEqualTo(new SchemaAndValue(ROW, value));
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(config(), false);
            assertThat(((GenericRecord) deserializer.deserialize(topic, headers, bare)).get("id"))
                    .isEqualTo(7L);
            byte[] inFront = ByteBuffer.allocate(header.length + bare.length)
                    .put(header)
                    .put(bare)
                    .array();
            assertThat(((GenericRecord) deserializer.deserialize(topic, inFront)).get("id"))
                    .isEqualTo(7L);
            // What a key's header says is not about the value.
            RecordHeaders ofKey = new RecordHeaders();
            ofKey.add("__key_schema_id", header);
            assertThat(((GenericRecord) deserializer.deserialize(topic, ofKey, bytes)).get("id"))
                    .isEqualTo(7L);
            headers.add("__value_schema_id", new byte[] {1, 2});
            assertThatThrownBy(() -> deserializer.deserialize(topic, headers, bare))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("__value_schema_id");
        }
    }

    @Test
    void holdsTheLatestSchemaAgainstTheValuesOwn() {
        // Given
        converter().fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L));
        Schema other = SchemaBuilder.struct()
                .name("shop.orders.Value")
                .field("id", Schema.STRING_SCHEMA)
                .build();

        // Then
        assertThatThrownBy(() -> converter("auto.register.schemas", "false", "use.latest.version", "true")
                        .fromConnectData(topic, other, new Struct(other).put("id", "x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("latest.compatibility.strict");
    }

    @Test
    void writesWithTheLatestSchemaWhenAskedTo() throws Exception {
        // Given
        Schema wider = SchemaBuilder.struct()
                .name("shop.orders.Value")
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("more", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        converter().fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L));
        converter().fromConnectData(topic, wider, new Struct(wider).put("id", 1L));

        // When
        byte[] bytes = converter("auto.register.schemas", "false", "use.latest.version", "true")
                .fromConnectData(topic, ROW, new Struct(ROW).put("id", 5L).put("note", "n"));

        // Then
        SchemaAndValue read = converter().toConnectData(topic, bytes);
        assertThat(read.schema().field("more")).isNotNull();
        assertThat(((Struct) read.value()).getInt64("id")).isEqualTo(5L);
    }

    @Test
    void putsSchemasUnderTheSubjectOfTheStrategy() {
        // Given
        AvroConverter converter = converter(
                "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");

        // When
        converter.fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L));

        // Then
        RegistryClient<org.apache.avro.Schema> client =
                new RegistryClient<>(RegistryClientConfig.of(config()), AvroFormat.AVRO);
        assertThat(client.latest(topic + "-shop.orders.Value").schema().getFullName())
                .isEqualTo("shop.orders.Value");
    }

    @Test
    void refusesWhatIsNestedDeeperThanAnyThreadCanRead() throws Exception {
        // Given
        JsonNode registered = RegistryTransport.JSON.readTree(registry.post(
                "/subjects/" + topic + "-value/versions",
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Node\\\",\\\"fields\\\":["
                        + "{\\\"name\\\":\\\"next\\\",\\\"type\\\":[\\\"null\\\",\\\"Node\\\"]}]}\"}"));
        byte[] payload = new byte[2_000_000];
        Arrays.fill(payload, (byte) 2);
        ByteBuffer.wrap(payload).put((byte) 0).putInt(registered.path("id").asInt());

        // Then
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(config(), false);
            assertThatThrownBy(() -> deserializer.deserialize(topic, payload))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("too deeply");
            byte[] shallow = {payload[0], payload[1], payload[2], payload[3], payload[4], 2, 0};
            assertThat(deserializer.deserialize(topic, shallow)).hasToString("{\"next\": {\"next\": null}}");
        }
        assertThatThrownBy(() -> converter().toConnectData(topic, payload))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("too deeply");
    }

    @Test
    void whatIsTooShortNamesNoSchema() {
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[] {1})).isInstanceOf(SerializationException.class);
    }
}
