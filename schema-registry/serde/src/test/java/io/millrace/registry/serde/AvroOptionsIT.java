package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the settings of Confluent's Avro serdes change. */
class AvroOptionsIT {
    private static final String LOGICAL = "avro.use.logical.type.converters";
    private static final Map<String, String> TYPES = new LinkedHashMap<>();
    private static final Map<String, Object> VALUES = new LinkedHashMap<>();

    static {
        value("price", "bytes", "decimal\",\"precision\":9,\"scale\":2", new BigDecimal("12.30"));
        value("id", "string", "uuid", UUID.fromString("6f1c2f0e-5f0e-4c51-9a3e-0f2d4c5b6a79"));
        value("day", "int", "date", LocalDate.of(2026, 11, 24));
        value("at_time", "long", "time-micros", LocalTime.of(1, 2, 3, 4000));
        value("at", "long", "timestamp-millis", Instant.parse("2026-11-24T01:02:03.004Z"));
        value("at_nanos", "long", "timestamp-nanos", Instant.parse("2026-11-24T01:02:03.004005006Z"));
        value("local", "long", "local-timestamp-micros", LocalDateTime.of(2026, 11, 24, 1, 2, 3, 4000));
    }

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private static void value(String field, String type, String logicalType, Object value) {
        TYPES.put(
                field,
                "{\"type\":\"" + type + "\",\"logicalType\":\"" + logicalType
                        + (logicalType.contains(":") ? "}" : "\"}"));
        VALUES.put(field, value);
    }

    private static Schema schema() {
        StringBuilder fields = new StringBuilder();
        TYPES.forEach((name, type) -> fields.append(fields.isEmpty() ? "" : ",")
                .append("{\"name\":\"" + name + "\",\"type\":[\"null\"," + type + "]}"));
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Typed\",\"fields\":[" + fields + "]}");
    }

    private byte[] write(Object value, String... config) {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(registry.config(config), false);
            return serializer.serialize(topic, value);
        }
    }

    private GenericRecord read(byte[] bytes, String... config) {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(registry.config(config), false);
            return (GenericRecord) deserializer.deserialize(topic, bytes);
        }
    }

    private static GenericRecord typed() {
        GenericRecordBuilder record = new GenericRecordBuilder(schema());
        VALUES.forEach(record::set);
        return record.build();
    }

    @Test
    void genericValuesHoldLogicalTypesAsJavaHasThem() {
        // When
        byte[] bytes = write(typed(), LOGICAL, "true");

        // Then
        GenericRecord converted = read(bytes, LOGICAL, "true");
        GenericRecord plain = read(bytes);
        VALUES.forEach((field, value) -> assertThat(converted.get(field)).isEqualTo(value));
        assertThat(plain.get("day")).isEqualTo((int) LocalDate.of(2026, 11, 24).toEpochDay());
        assertThat(plain.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {0x04, (byte) 0xce}));
        assertThat(write(plain, LOGICAL, "true"))
                .as("plain values are taken, too")
                .isEqualTo(bytes);
        assertThatThrownBy(() -> write(typed())).isInstanceOf(SerializationException.class);
    }

    @Test
    void logicalTypesGoOutUnderTheRegistrysSchema() {
        // Given
        byte[] bytes = write(typed(), LOGICAL, "true");

        // When
        Schema grown = new Schema.Parser()
                .parse(schema().toString()
                        .replace(
                                "\"fields\":[",
                                "\"doc\":\"d\",\"fields\":[{\"name\":\"new\",\"type\":\"int\",\"default\":4},"));
        registry.avroClient().register(topic + "-value", grown, false);
        byte[] resolved =
                write(typed(), LOGICAL, "true", "auto.register.schemas", "false", "use.latest.version", "true");

        // Then
        GenericRecord converted = read(resolved, LOGICAL, "true");
        assertThat(converted.get("new")).isEqualTo(4);
        VALUES.forEach((field, value) -> assertThat(converted.get(field)).isEqualTo(value));
        assertThat(resolved).isNotEqualTo(bytes);
    }

    @Test
    void schemasAreRegisteredWithoutWhatIsForJavaAlone() throws Exception {
        // Given
        String text = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"s\",\"type\":"
                + "{\"type\":\"string\",\"avro.java.string\":\"String\"}}]}";
        GenericRecord value = new GenericRecordBuilder(new Schema.Parser().parse(text))
                .set("s", "x")
                .build();

        // When
        byte[] without = write(value, "avro.remove.java.properties", "true");
        byte[] with = write(value);

        // Then
        assertThat(read(without)).hasToString("{\"s\": \"x\"}");
        assertThat(registry.get("/schemas/ids/" + ByteBuffer.wrap(without).getInt(1) + "/schema"))
                .isEqualTo("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}");
        assertThat(registry.get("/schemas/ids/" + ByteBuffer.wrap(with).getInt(1) + "/schema"))
                .isEqualTo(text);
    }

    @Test
    void plainClassesAreRefusedWhenTheSettingsAskForThem() {
        byte[] bytes = write(typed(), LOGICAL, "true", "schema.reflection", "false");
        assertThatThrownBy(() -> write(typed(), "schema.reflection", "true"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.reflection")
                .hasMessageContaining("specific.avro.reader");
        assertThatThrownBy(() -> read(bytes, "schema.reflection", "true")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read(bytes, LOGICAL, "perhaps"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(LOGICAL);
    }
}
