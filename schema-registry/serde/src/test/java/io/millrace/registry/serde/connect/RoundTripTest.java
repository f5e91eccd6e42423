package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    private static final byte[] NO_HEADER = new byte[0];

    private final AvroMapping mapping = new AvroMapping(MappingConfig.of(Map.of()));

    private Object roundTrip(AvroMapping with, Schema schema, Object value) {
        WritePlan plan = with.writePlan(schema);
        byte[] bytes = with.write(NO_HEADER, plan, value);
        org.apache.avro.Schema stored =
                new org.apache.avro.Schema.Parser().parse(plan.avro().toString());
        return with.read(with.readPlan(stored), stored, bytes, 0);
    }

    private Schema readBack(Schema schema) {
        String text = mapping.writePlan(schema).avro().toString();
        return mapping.readPlan(new org.apache.avro.Schema.Parser().parse(text)).connect();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void keepsRandomSchemasAndValues(long seed) throws Exception {
        RandomConnect random = new RandomConnect(new Random(seed));
        for (int i = 0; i < 100; i++) {
            // Given
            Schema schema = random.schema(3);
            Object value = random.value(schema);

            // When
            Object read = roundTrip(mapping, schema, value);

            // Then
            assertThat(readBack(schema)).as("seed %d round %d", seed, i).isEqualTo(schema);
            assertThat(comparable(read)).as("seed %d round %d", seed, i).isEqualTo(comparable(value));
        }
    }

    @Test
    void writesWhatAvroItselfReads() throws Exception {
        // Given
        RandomConnect random = new RandomConnect(new Random(7));
        for (int i = 0; i < 100; i++) {
            Schema schema = SchemaBuilder.struct()
                    .name("top.R")
                    .field("f", random.schema(3))
                    .build();
            Struct value =
                    new Struct(schema).put("f", random.value(schema.field("f").schema()));
            WritePlan plan = mapping.writePlan(schema);

            // When
            byte[] bytes = mapping.write(NO_HEADER, plan, value);

            // Then
            Object generic = new GenericDatumReader<>(plan.avro())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
            assertThat(generic).isNotNull();
        }
    }

    /** Bytes come back as buffers, and structs compare fields by identity of arrays, so both are unpacked. */
    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof Struct struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), comparable(struct.get(field)));
            }
            return fields;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(comparable(each)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(comparable(key), comparable(each)));
            return copy;
        }
        return value;
    }

    @Test
    void keepsADebeziumEnvelope() {
        // Given
        Schema scale = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .version(1)
                .doc("Variable scaled decimal")
                .optional()
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Schema row = SchemaBuilder.struct()
                .name("shop.public.orders.Value")
                .optional()
                .field("id", SchemaBuilder.int64().defaultValue(0L).build())
                .field("amount", scale)
                .field(
                        "state",
                        SchemaBuilder.string()
                                .name("io.debezium.data.Enum")
                                .version(1)
                                .parameter("allowed", "new,paid")
                                .optional()
                                .build())
                .field(
                        "at",
                        SchemaBuilder.string()
                                .name("io.debezium.time.ZonedTimestamp")
                                .version(1)
                                .build())
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("shop.public.orders.Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Struct after = new Struct(row)
                .put("id", 5L)
                .put("amount", new Struct(scale).put("scale", 2).put("value", ByteBuffer.wrap(new byte[] {1, 2})))
                .put("state", "paid")
                .put("at", "2026-01-01T00:00:00Z");
        Struct value = new Struct(envelope).put("after", after).put("op", "c").put("ts_ms", 12L);

        // When
        Object read = roundTrip(mapping, envelope, value);

        // Then
        assertThat(readBack(envelope)).isEqualTo(envelope);
        assertThat(comparable(read)).isEqualTo(comparable(value));
    }

    @Test
    void keepsTheDefaultOfANullableFieldWhoseDefaultComesFirst() {
        // Given
        String avro = "{\"type\":\"record\",\"name\":\"R\",\"fields\":"
                + "[{\"name\":\"s\",\"type\":[\"string\",\"null\"],\"default\":\"x\"}]}";

        // When
        Schema read = mapping.readPlan(new org.apache.avro.Schema.Parser().parse(avro))
                .connect();

        // Then
        assertThat(read.field("s").schema().defaultValue()).isEqualTo("x");
        assertThat(read.field("s").schema().isOptional()).isTrue();
        assertThat(mapping.writePlan(read).avro().getField("s").defaultVal()).isEqualTo("x");
    }

    @Test
    void writesNullAsTheDefaultUnlessToldToKeepIt() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .name("n.R")
                .field("s", SchemaBuilder.string().optional().defaultValue("x").build())
                .build();
        Struct value = new Struct(schema).put("s", null);
        AvroMapping keeping = new AvroMapping(MappingConfig.of(Map.of("ignore.default.for.nullables", "true")));

        // When
        Struct replaced = (Struct) roundTrip(mapping, schema, value);
        Struct kept = (Struct) roundTrip(keeping, schema, value);

        // Then
        assertThat(replaced.getWithoutDefault("s")).isEqualTo("x");
        assertThat(kept.getWithoutDefault("s")).isNull();
    }

    @Test
    void readsARecordThatContainsItself() {
        // Given
        String avro = "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"v\",\"type\":\"int\"},"
                + "{\"name\":\"next\",\"type\":[\"null\",\"Node\"],\"default\":null}]}";
        org.apache.avro.Schema parsed = new org.apache.avro.Schema.Parser().parse(avro);
        byte[] bytes = {2, 2, 4, 2, 6, 0};

        // When
        Struct read = (Struct) mapping.read(mapping.readPlan(parsed), parsed, bytes, 0);

        // Then
        assertThat(read.getStruct("next").getStruct("next").getInt32("v")).isEqualTo(3);
        assertThat(mapping.write(NO_HEADER, mapping.writePlan(read.schema()), read))
                .isEqualTo(bytes);
    }

    @Test
    void keepsValuesWithoutASchema() {
        // Given
        Map<Object, Object> value = new LinkedHashMap<>();
        value.put("a", List.of(1, 2L, "x", true, 1.5d));
        value.put("b", null);

        // When
        Object read = roundTrip(mapping, null, value);

        // Then
        assertThat(read).isEqualTo(value);
    }

    @Test
    void writesBytesAloneWithoutALength() {
        byte[] big = new byte[300];

        assertThat(mapping.write(new byte[] {9}, mapping.writePlan(Schema.BYTES_SCHEMA), new byte[] {1, 2}))
                .containsExactly(9, 1, 2);
        assertThat(mapping.write(NO_HEADER, mapping.writePlan(Schema.BYTES_SCHEMA), big))
                .hasSize(300);
        assertThat(roundTrip(mapping, Decimal.schema(2), new BigDecimal("-12.34")))
                .isEqualTo(new BigDecimal("-12.34"));
    }

    @Test
    void changesBadNamesOnlyWhenAskedTo() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .name("my-ns.1R")
                .field("a b", Schema.INT32_SCHEMA)
                .build();
        AvroMapping scrubbing = new AvroMapping(MappingConfig.of(Map.of("scrub.invalid.names", "true")));

        // Then
        assertThatThrownBy(() -> mapping.writePlan(schema))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scrub.invalid.names=true");
        assertThat(scrubbing.writePlan(schema).avro().getFullName()).isEqualTo("my_ns.x1R");
        assertThat(scrubbing.writePlan(schema).avro().getFields().get(0).name()).isEqualTo("a_b");
    }

    @Test
    void saysWhichFieldDoesNotFit() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .name("n.R")
                .field("a", Schema.INT32_SCHEMA)
                .build();

        // Then
        assertThatThrownBy(() -> roundTrip(mapping, schema, new Struct(schema)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field a")
                .hasMessageContaining("null");
    }

    @Test
    void keepsTwoMapsOfDifferentTypesApart() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .name("n.R")
                .field(
                        "x",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .field(
                        "y",
                        SchemaBuilder.map(Schema.INT64_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .build();
        Struct value = new Struct(schema).put("x", Map.of(1, 2)).put("y", Map.of(3L, "z"));

        // Then
        assertThat(comparable(roundTrip(mapping, schema, value))).isEqualTo(comparable(value));
    }

    @Test
    void keepsTimes() {
        // Given
        Object timestamp = Timestamp.toLogical(Timestamp.SCHEMA, 123456789L);
        Object time = Time.toLogical(Time.SCHEMA, 5000);

        // Then
        assertThat(roundTrip(mapping, Timestamp.SCHEMA, timestamp)).isEqualTo(timestamp);
        assertThat(roundTrip(mapping, Time.SCHEMA, time)).isEqualTo(time);
    }
}
