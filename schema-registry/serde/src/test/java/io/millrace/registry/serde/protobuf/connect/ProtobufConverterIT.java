package io.millrace.registry.serde.protobuf.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.connect.protobuf.ProtobufConverter;
import io.millrace.registry.serde.RegistryFixture;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProtobufConverterIT {
    private static final Schema LINE = SchemaBuilder.struct()
            .name("shop.Line")
            .field("note", Schema.STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema LEVEL = SchemaBuilder.string()
            .name("Level")
            .parameter(ProtobufNames.ENUM, "Level")
            .parameter(ProtobufNames.ENUM + ".LOW", "0")
            .parameter(ProtobufNames.ENUM + ".HIGH", "3")
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("i8", Schema.INT8_SCHEMA)
            .field("i16", Schema.INT16_SCHEMA)
            .field("i32", Schema.INT32_SCHEMA)
            .field("i64", Schema.INT64_SCHEMA)
            .field("f32", Schema.FLOAT32_SCHEMA)
            .field("f64", Schema.FLOAT64_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("bytes", Schema.BYTES_SCHEMA)
            .field("amount", Decimal.schema(2))
            .field("day", Date.SCHEMA)
            .field("time", Time.SCHEMA)
            .field("at", Timestamp.SCHEMA)
            .field("level", LEVEL)
            .field("line", LINE)
            .field("lines", SchemaBuilder.array(LINE).build())
            .field("by_name", SchemaBuilder.map(Schema.STRING_SCHEMA, LINE).build())
            .build();

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private static ProtobufConverter converter(String... config) {
        return registry.converter(new ProtobufConverter(), config);
    }

    private static Struct line(String note) {
        return new Struct(LINE).put("note", note);
    }

    private static Struct row() {
        return new Struct(ROW)
                .put("i8", (byte) -8)
                .put("i16", (short) 16)
                .put("i32", 32)
                .put("i64", 64L)
                .put("f32", 1.5f)
                .put("f64", 2.5)
                .put("flag", true)
                .put("text", "é")
                .put("bytes", new byte[] {1, 2})
                .put("amount", new BigDecimal("-12.30"))
                .put("day", Date.toLogical(Date.SCHEMA, 19_000))
                .put("time", Time.toLogical(Time.SCHEMA, 45_296_789))
                .put("at", Timestamp.toLogical(Timestamp.SCHEMA, -1L))
                .put("level", "HIGH")
                .put("line", line("x"))
                .put("lines", List.of(line("a"), line("b")))
                .put("by_name", Map.of("k", line("v")));
    }

    @Test
    void everyTypeComesBack() {
        // When
        byte[] bytes = converter().fromConnectData(topic, ROW, row());
        SchemaAndValue read =
                converter("enhanced.protobuf.schema.support", "true").toConnectData(topic, bytes);

        // Then
        Struct value = (Struct) read.value();
        value.validate();
        assertThat(read.schema().name()).isEqualTo("shop.Row");
        Struct expected = row();
        for (String same : List.of("i8", "i16", "i32", "i64", "f32", "f64", "flag", "text", "amount", "day", "time")) {
            assertThat(value.get(same)).as(same).isEqualTo(expected.get(same));
            assertThat(read.schema().field(same).schema().type())
                    .as(same)
                    .isEqualTo(ROW.field(same).schema().type());
        }
        assertThat(value.get("at")).isEqualTo(expected.get("at"));
        assertThat(value.get("level")).isEqualTo("HIGH");
        assertThat(value.getBytes("bytes")).isEqualTo(new byte[] {1, 2});
        assertThat(value.getStruct("line").getString("note")).isEqualTo("x");
        assertThat(((Struct) value.getArray("lines").get(1)).getString("note")).isEqualTo("b");
        assertThat(((Struct) value.getMap("by_name").get("k")).getString("note"))
                .isEqualTo("v");
        assertThat(read.schema().field("amount").schema().parameters()).containsEntry("scale", "2");
    }

    @Test
    void whatWasReadIsWrittenAsItWas() {
        // Given
        byte[] bytes = converter().fromConnectData(topic, ROW, row());
        SchemaAndValue read =
                converter("enhanced.protobuf.schema.support", "true").toConnectData(topic, bytes);

        // Then
        assertThat(converter().fromConnectData(topic, read.schema(), read.value()))
                .isEqualTo(bytes);
    }

    @Test
    void registersAText() throws Exception {
        // Given
        Schema schema = SchemaBuilder.struct()
                .name("shop.Small")
                .field("id", Schema.INT64_SCHEMA)
                .field("tiny", Schema.INT8_SCHEMA)
                .field(
                        "counts",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .build();

        // When
        byte[] bytes = converter()
                .fromConnectData(
                        topic,
                        schema,
                        new Struct(schema).put("id", 7L).put("tiny", (byte) 1).put("counts", Map.of()));

        // Then
        String text = new ObjectMapper()
                .readTree(registry.get("/subjects/" + topic + "-value/versions/latest"))
                .path("schema")
                .asText();
        assertThat(text.replaceAll("\\s+", " "))
                .contains("package shop;")
                .contains("int64 id = 1;")
                .contains("map<string, int32> counts = 3;")
                .contains("confluent.field_meta");
        assertThat(HexFormat.of().formatHex(bytes, 5, bytes.length)).isEqualTo("00" + "0807" + "1001");
    }

    @Test
    void unionsAreOneofs() {
        // Given
        Schema union = SchemaBuilder.struct()
                .name(ProtobufNames.UNION + ".choice")
                .field(
                        "a",
                        SchemaBuilder.int32()
                                .optional()
                                .parameter(ProtobufNames.TAG, "5")
                                .build())
                .field(
                        "b",
                        SchemaBuilder.string()
                                .optional()
                                .parameter(ProtobufNames.TAG, "6")
                                .build())
                .optional()
                .build();
        Schema schema =
                SchemaBuilder.struct().name("U").field("choice_0", union).build();

        // When
        byte[] bytes = converter()
                .fromConnectData(topic, schema, new Struct(schema).put("choice_0", new Struct(union).put("b", "")));
        SchemaAndValue read = converter().toConnectData(topic, bytes);

        // Then
        assertThat(HexFormat.of().formatHex(bytes, 6, bytes.length)).isEqualTo("3200");
        assertThat(read.schema()).isEqualTo(schema);
        assertThat(((Struct) read.value()).getStruct("choice_0").getString("b")).isEmpty();
        assertThat(((Struct) read.value()).getStruct("choice_0").get("a")).isNull();
    }

    @Test
    void nullIsLeftOutOrToldByThePresenceOfAField() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .name("N")
                .field("text", Schema.OPTIONAL_STRING_SCHEMA)
                .field("number", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("number", 0);

        // Then
        byte[] plain = converter().fromConnectData(topic, schema, value);
        assertThat(((Struct) converter().toConnectData(topic, plain).value()).getString("text"))
                .isEmpty();
        for (String key : List.of("optional.for.nullables", "wrapper.for.nullables")) {
            ProtobufConverter converter = converter(key, "true");
            byte[] bytes = converter.fromConnectData(topic + key, schema, value);
            Struct read = (Struct) converter.toConnectData(topic + key, bytes).value();
            assertThat(read.get("text")).as(key).isNull();
            assertThat(read.get("number")).as(key).isEqualTo(0);
        }
    }

    @Test
    void aPrimitiveAloneIsWrapped() {
        byte[] bytes = converter().fromConnectData(topic, Schema.STRING_SCHEMA, "x");
        assertThat(HexFormat.of().formatHex(bytes, 5, bytes.length)).isEqualTo("020e" + "0a0178");
        assertThat(converter().toConnectData(topic, bytes)).isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, "x"));
    }

    @Test
    void aMessageMayContainItself() throws Exception {
        // Given
        registry.post(
                "/subjects/" + topic + "-value/versions",
                new ObjectMapper()
                        .createObjectNode()
                        .put("schemaType", "PROTOBUF")
                        .put("schema", "syntax = \"proto3\"; message Node { int32 value = 1; Node next = 2; }")
                        .toString());
        int id = new ObjectMapper()
                .readTree(registry.get("/subjects/" + topic + "-value/versions/1"))
                .path("id")
                .asInt();
        byte[] payload = HexFormat.of().parseHex("00" + "0801" + "1202" + "0802");

        // When
        byte[] bytes = ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
        Struct read = (Struct) converter().toConnectData(topic, bytes).value();

        // Then
        assertThat(read.getStruct("next").getInt32("value")).isEqualTo(2);
        assertThat(read.getStruct("next").get("next")).isNull();
    }

    @Test
    void saysWhatProtobufCannotWrite() {
        Schema lists = SchemaBuilder.struct()
                .name("L")
                .field(
                        "l",
                        SchemaBuilder.array(
                                        SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                                .build())
                .build();
        Schema nulls = SchemaBuilder.struct()
                .name("M")
                .field("l", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
                .build();
        ProtobufConverter converter = converter();
        assertThatThrownBy(() -> converter.fromConnectData(topic, lists, new Struct(lists).put("l", List.of())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field l");
        assertThatThrownBy(() ->
                        converter.fromConnectData(topic, nulls, new Struct(nulls).put("l", Arrays.asList(1, null))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("null stands in a list");
        assertThatThrownBy(() -> converter.fromConnectData(topic, LEVEL, null)).isInstanceOf(DataException.class);
        assertThat(converter.fromConnectData(
                        topic, SchemaBuilder.int32().optional().defaultValue(1).build(), null))
                .isNull();
        assertThatThrownBy(() ->
                        converter.fromConnectData(topic, Timestamp.SCHEMA, Timestamp.toLogical(Timestamp.SCHEMA, 0L)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("struct");
        assertThatThrownBy(() -> converter.fromConnectData(topic, Schema.INT32_SCHEMA, "x"))
                .isInstanceOf(DataException.class);
    }
}
