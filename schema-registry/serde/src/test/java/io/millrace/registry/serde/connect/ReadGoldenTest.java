package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadGoldenTest {
    private static final String RECORDS = "[{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a\",\"fields\":[]},"
            + "{\"type\":\"record\",\"name\":\"S\",\"namespace\":\"b\",\"fields\":[]}]";
    private static final Map<String, String> SCHEMAS = schemas();

    private static Map<String, String> schemas() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "enum",
                "{\"type\":\"enum\",\"name\":\"E\",\"namespace\":\"ns\",\"doc\":\"dd\",\"symbols\":[\"A\",\"B\"],"
                        + "\"default\":\"A\"}");
        all.put("union int,string,null", "[\"int\",\"string\",\"null\"]");
        all.put("union of records", RECORDS);
        all.put(
                "record",
                "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"ns\",\"doc\":\"rd\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"int\",\"doc\":\"fd\",\"default\":3},"
                        + "{\"name\":\"b\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"u\",\"type\":[\"string\",\"null\"]}]}");
        all.put("fixed", "{\"type\":\"fixed\",\"name\":\"F\",\"namespace\":\"ns\",\"size\":4}");
        all.put("decimal bytes", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}");
        all.put("timestamp-micros", "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}");
        all.put("uuid", "{\"type\":\"string\",\"logicalType\":\"uuid\"}");
        all.put("singleton union", "[\"int\"]");
        all.put("map", "{\"type\":\"map\",\"values\":[\"null\",\"int\"]}");
        all.put("avro.java.string", "{\"type\":\"string\",\"avro.java.string\":\"String\"}");
        all.put("int8", "{\"type\":\"int\",\"connect.type\":\"int8\"}");
        all.put("connect.default", "{\"type\":\"int\",\"connect.default\":7}");
        return all;
    }

    static List<String> titles() {
        return List.copyOf(SCHEMAS.keySet());
    }

    private static Schema read(String avro, Map<String, String> config) {
        return new AvroMapping(MappingConfig.of(config))
                .readPlan(new org.apache.avro.Schema.Parser().parse(avro))
                .connect();
    }

    /** Prints a schema as the golden lines do. */
    private static String shown(Schema schema) {
        if (schema.type() == Schema.Type.MAP) {
            return "MAP key " + schema.keySchema().type() + " of " + shown(schema.valueSchema());
        }
        StringBuilder text = new StringBuilder(schema.type().name()).append(schema.isOptional() ? "?" : "");
        if (schema.name() != null) {
            text.append(" name=").append(schema.name());
        }
        if (schema.version() != null) {
            text.append(" v=").append(schema.version());
        }
        if (schema.parameters() != null) {
            text.append(" params=").append(new TreeMap<>(schema.parameters()));
        }
        if (schema.defaultValue() != null) {
            text.append(" default=").append(schema.defaultValue());
        }
        if (schema.type() == Schema.Type.STRUCT) {
            text.append(" {");
            for (Field field : schema.fields()) {
                text.append(field.name())
                        .append(":")
                        .append(shown(field.schema()))
                        .append("; ");
            }
            text.append("}");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("titles")
    void readsTheSameSchema(String title) {
        // Given: the golden lines come from a version that did not flatten unions of one type.
        Map<String, String> config = Map.of("flatten.singleton.unions", "false");

        // When
        Schema read = read(SCHEMAS.get(title), config);

        // Then
        assertThat(shown(read)).isEqualTo(GoldenLines.after(title, " <= "));
    }

    @Test
    void givesUnionFieldsFullNamesWhenAskedTo() {
        assertThat(shown(read(RECORDS, Map.of("enhanced.avro.schema.support", "true"))))
                .isEqualTo(GoldenLines.after("union of records enhanced", " <= "));
    }

    @Test
    void flattensUnionsOfOneTypeUnlessToldOtherwise() {
        assertThat(read("[\"int\"]", Map.of())).isEqualTo(Schema.INT32_SCHEMA);
    }

    @Test
    void knowsEveryGoldenLine() {
        long read =
                GoldenLines.all().stream().filter(line -> line.contains(" <= ")).count();

        assertThat(read).isEqualTo(SCHEMAS.size() + 1L);
    }
}
