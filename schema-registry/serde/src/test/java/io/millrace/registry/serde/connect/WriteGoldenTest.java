package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WriteGoldenTest {
    private static final Map<String, Schema> SCHEMAS = schemas();

    private static Map<String, Schema> schemas() {
        Map<String, Schema> all = new LinkedHashMap<>();
        addSimple(all);
        addNested(all);
        all.put("null schema", null);
        return all;
    }

    private static void addSimple(Map<String, Schema> all) {
        all.put("INT8", Schema.INT8_SCHEMA);
        all.put("INT16?", Schema.OPTIONAL_INT16_SCHEMA);
        all.put("INT32", Schema.INT32_SCHEMA);
        all.put("INT64?", Schema.OPTIONAL_INT64_SCHEMA);
        all.put("STRING default x", SchemaBuilder.string().defaultValue("x").build());
        all.put(
                "STRING? default x",
                SchemaBuilder.string().optional().defaultValue("x").build());
        all.put(
                "named string with version/doc/param",
                SchemaBuilder.string()
                        .name("my.Str")
                        .version(3)
                        .doc("docs")
                        .parameter("k", "v")
                        .build());
        all.put("Decimal(2)", Decimal.schema(2));
        all.put(
                "Decimal(2)? precision 10",
                Decimal.builder(2)
                        .parameter("connect.decimal.precision", "10")
                        .optional()
                        .build());
        all.put("Decimal(70)", Decimal.schema(70));
        all.put("Date", Date.SCHEMA);
        all.put("Time?", Time.builder().optional().build());
        all.put("Timestamp", Timestamp.SCHEMA);
    }

    private static void addNested(Map<String, Schema> all) {
        all.put(
                "ARRAY<INT32?>",
                SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build());
        all.put(
                "MAP<STRING,INT32>",
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build());
        all.put(
                "MAP<INT32,STRING>",
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build());
        all.put(
                "named MAP<INT32,STRING>",
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                        .name("x.M")
                        .build());
        all.put(
                "MAP<STRING?,INT32>",
                SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA)
                        .build());
        all.put("unnamed struct", unnamed());
        all.put(
                "two unnamed structs",
                SchemaBuilder.struct()
                        .field(
                                "i",
                                SchemaBuilder.struct()
                                        .field("x", Schema.INT32_SCHEMA)
                                        .build())
                        .field(
                                "j",
                                SchemaBuilder.struct()
                                        .field("y", Schema.INT32_SCHEMA)
                                        .build())
                        .build());
        all.put("named struct v2", record().version(2).doc("rdoc").build());
        all.put("optional named struct", record().optional().build());
        all.put("enum-parametrised string", enumeration());
        all.put(
                "union struct",
                SchemaBuilder.struct()
                        .name("io.confluent.connect.avro.Union")
                        .optional()
                        .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                        .field("string", Schema.OPTIONAL_STRING_SCHEMA)
                        .build());
    }

    private static Schema unnamed() {
        return SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .field("c", SchemaBuilder.int64().defaultValue(5L).build())
                .field("d", SchemaBuilder.string().optional().defaultValue("z").build())
                .build();
    }

    private static SchemaBuilder record() {
        return SchemaBuilder.struct().name("ns.Rec").field("a", Schema.INT32_SCHEMA);
    }

    private static Schema enumeration() {
        return SchemaBuilder.string()
                .name("ns.E")
                .parameter("io.confluent.connect.avro.Enum", "ns.E")
                .parameter("io.confluent.connect.avro.Enum.A", "A")
                .parameter("io.confluent.connect.avro.Enum.B", "B")
                .build();
    }

    static List<String> titles() {
        return List.copyOf(SCHEMAS.keySet());
    }

    private static String written(Schema schema, Map<String, String> config) {
        return new AvroMapping(MappingConfig.of(config))
                .writePlan(schema)
                .avro()
                .toString();
    }

    @ParameterizedTest
    @MethodSource("titles")
    void writesTheSameSchema(String title) {
        assertThat(written(SCHEMAS.get(title), Map.of())).isEqualTo(GoldenLines.after(title, " => "));
    }

    @Test
    void writesRealEnumsWhenAskedTo() {
        assertThat(written(enumeration(), Map.of("enhanced.avro.schema.support", "true")))
                .isEqualTo(GoldenLines.after("enum-parametrised string [enhanced]", " => "));
    }

    @Test
    void leavesConnectOutWhenAskedTo() {
        // Given
        Schema schema = record().field("t", Timestamp.SCHEMA).build();

        // When
        String written = written(schema, Map.of("connect.meta.data", "false"));

        // Then
        assertThat(written).isEqualTo(GoldenLines.after("meta off", ": "));
    }

    @Test
    void knowsEveryGoldenLine() {
        long written =
                GoldenLines.all().stream().filter(line -> line.contains(" => ")).count();

        assertThat(written).isEqualTo(SCHEMAS.size() + 1L);
    }
}
