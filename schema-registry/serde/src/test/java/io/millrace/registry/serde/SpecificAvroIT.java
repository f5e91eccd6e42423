package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records of classes that Avro has generated. */
class SpecificAvroIT {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final ShopOrder ORDER = new ShopOrder(7, NOON);

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    /** Under subjects that the names of records make, so that schemas of different names do not follow each other. */
    private byte[] written(Object value) {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(
                    registry.config(
                            "value.subject.name.strategy",
                            value instanceof String ? "TopicNameStrategy" : "TopicRecordNameStrategy"),
                    false);
            return serializer.serialize(topic, value);
        }
    }

    private Object read(byte[] bytes, String... config) {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(registry.config(config), false);
            return deserializer.deserialize(topic, bytes);
        }
    }

    private Object readSpecific(byte[] bytes) {
        return read(bytes, "specific.avro.reader", "true");
    }

    @Test
    void goThereAndBackWithTheirLogicalTypes() {
        // When
        byte[] bytes = written(ORDER);

        // Then
        assertThat(readSpecific(bytes)).isInstanceOf(ShopOrder.class).isEqualTo(ORDER);
        GenericRecord generic = (GenericRecord) read(bytes);
        assertThat(generic.get("at")).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void areReadFromASchemaThatHasGrown() {
        // Given
        Schema grown = SchemaBuilder.record(ShopOrder.class.getName())
                .fields()
                .requiredString("note")
                .requiredLong("at")
                .requiredLong("id")
                .endRecord();
        byte[] bytes = written(new GenericRecordBuilder(grown)
                .set("note", "n")
                .set("at", NOON.toEpochMilli())
                .set("id", 7L)
                .build());

        // Then
        assertThat(readSpecific(bytes)).isEqualTo(ORDER);
    }

    @Test
    void areOfTheClassThatTheSettingsName() {
        // Given
        Schema named = SchemaBuilder.record("elsewhere.Order")
                .fields()
                .requiredLong("id")
                .requiredLong("at")
                .endRecord();
        byte[] bytes = written(new GenericRecordBuilder(named)
                .set("id", 7L)
                .set("at", NOON.toEpochMilli())
                .build());

        // Then
        assertThat(read(bytes, "specific.avro.value.type", ShopOrder.class.getName()))
                .isEqualTo(ORDER);
        assertThat(read(bytes, "specific.avro.key.type", ShopOrder.class.getName()))
                .as("a setting of keys")
                .isInstanceOf(GenericRecord.class);
        assertThatThrownBy(() -> read(bytes, "specific.avro.value.type", NotGenerated.class.getName()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("specific.avro.value.type");
    }

    @Test
    void noOtherClassIsTouchedBecauseASchemaHasItsName() {
        for (String name : new String[] {NotGenerated.class.getName(), "no.such.Order"}) {
            // Given
            Schema schema =
                    SchemaBuilder.record(name).fields().requiredLong("id").endRecord();
            byte[] bytes =
                    written(new GenericRecordBuilder(schema).set("id", 7L).build());

            // Then
            assertThatThrownBy(() -> readSpecific(bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("specific.avro.value.type");
        }
        assertThat(System.getProperty(NotGenerated.class.getName())).isNull();
    }

    @Test
    void plainValuesStayWhatTheyAre() {
        assertThat(readSpecific(written("text"))).hasToString("text");
    }
}
