package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What {@code discard.type.doc.default} and {@code generalized.sum.type.support} change, and that both come back. */
class ConfluentOptionsTest {
    private static final byte[] NO_HEADER = new byte[0];
    private static final String ENUM =
            "{\"type\":\"enum\",\"name\":\"E\",\"namespace\":\"ns\",\"doc\":\"of the enum\",\"symbols\":[\"B\",\"A\"],"
                    + "\"default\":\"A\"}";
    private static final String RECORD =
            "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"ns\",\"doc\":\"of the record\",\"fields\":["
                    + "{\"name\":\"a\",\"type\":\"int\",\"doc\":\"of a\",\"default\":3},"
                    + "{\"name\":\"b\",\"type\":[\"null\",\"string\"],\"doc\":\"of b\",\"default\":null},"
                    + "{\"name\":\"e\",\"type\":" + ENUM + "},"
                    + "{\"name\":\"u\",\"type\":[\"null\",\"int\",\"string\"],\"doc\":\"of u\"},"
                    + "{\"name\":\"n\",\"type\":{\"type\":\"long\",\"connect.doc\":\"its own\"}}]}";

    private final AvroMapping discarding = mapping("discard.type.doc.default");
    private final AvroMapping general = mapping("generalized.sum.type.support");

    private static AvroMapping mapping(String option) {
        return new AvroMapping(MappingConfig.of(Map.of(option, "true", "enhanced.avro.schema.support", "true")));
    }

    private static org.apache.avro.Schema avro(String text) {
        return new org.apache.avro.Schema.Parser().parse(text);
    }

    private static Schema read(AvroMapping mapping, String avro) {
        return mapping.readPlan(avro(avro)).connect();
    }

    /** What is read of the value's bytes by {@code avro}. */
    private Object readBack(org.apache.avro.Schema avro, Schema connect, Object value) {
        byte[] bytes = general.write(NO_HEADER, general.writePlan(connect), value);
        return general.read(general.readPlan(avro), avro, bytes, 0);
    }

    @Test
    void docsOfFieldsAreThoseOfTheirSchemas() {
        // When
        Schema struct = read(discarding, RECORD);

        // Then
        assertThat(struct.doc()).isEqualTo("of the record");
        assertThat(struct.parameters()).isEqualTo(Map.of("connect.record.doc", "of the record"));
        assertThat(struct.fields().stream().map(field -> field.schema().doc()).toList())
                .containsExactly("of a", "of b", "of the enum", "of u", "its own");
        assertThat(struct.field("a").schema().defaultValue()).isEqualTo(3);
        assertThat(struct.field("a").schema().parameters()).isNull();
        assertThat(struct.field("e").schema().parameters())
                .containsEntry("connect.enum.doc", "of the enum")
                .containsEntry("connect.record.doc", "of the enum")
                .doesNotContainKey("io.confluent.connect.avro.enum.default.E");
    }

    /** Avro takes both schemas for equal. */
    @Test
    void docsAreThoseOfTheSchemaThatIsRead() {
        assertThat(read(discarding, RECORD).field("a").schema().doc()).isEqualTo("of a");
        assertThat(read(discarding, RECORD.replace("of a", "later of a"))
                        .field("a")
                        .schema()
                        .doc())
                .isEqualTo("later of a");
    }

    @Test
    void docsOfFieldsGoBackIntoTheFields() {
        // When
        org.apache.avro.Schema back =
                discarding.writePlan(read(discarding, RECORD)).avro();

        // Then
        assertThat(back.getDoc()).isEqualTo("of the record");
        assertThat(back.getFields().stream()
                        .map(org.apache.avro.Schema.Field::doc)
                        .toList())
                .containsExactly("of a", "of b", "of the enum", "of u", "its own");
        assertThat(back.getField("e").schema().getDoc()).isEqualTo("of the enum");
        assertThat(back.getField("e").schema().getEnumDefault()).isNull();
        assertThat(back.getField("a").schema().getObjectProp("connect.default")).isEqualTo(3);
        assertThat(back.getField("a").defaultVal()).isEqualTo(3);
        assertThat(read(discarding, back.toString())).isEqualTo(read(discarding, RECORD));
    }

    @Test
    void docsOfTypesAreNoParametersWithoutConnectsMetaData() {
        // Given
        AvroMapping bare = new AvroMapping(
                MappingConfig.of(Map.of("discard.type.doc.default", "true", "connect.meta.data", "false")));

        // When
        Schema struct = read(bare, RECORD);

        // Then
        assertThat(struct.parameters()).isNull();
        assertThat(struct.doc()).isEqualTo("of the record");
        assertThat(bare.writePlan(struct).avro().getField("a").doc()).isEqualTo("of a");
    }

    @Test
    void enumsHaveTheGeneralNameAndTheirPlaces() {
        // When
        Schema text = read(general, ENUM);

        // Then
        assertThat(text.name()).isEqualTo("ns.E");
        assertThat(text.parameters())
                .containsEntry("org.apache.kafka.connect.data.Enum", "ns.E")
                .containsEntry("org.apache.kafka.connect.data.Enum.B", "0")
                .containsEntry("org.apache.kafka.connect.data.Enum.A", "1")
                .doesNotContainKey("io.confluent.connect.avro.Enum");
        org.apache.avro.Schema back = general.writePlan(text).avro();
        assertThat(back.getFullName()).isEqualTo("ns.E");
        assertThat(back.getEnumSymbols()).isEqualTo(List.of("B", "A"));
        assertThat(back.getEnumDefault()).isEqualTo("A");
        assertThat(back.getDoc()).isEqualTo("of the enum");
        assertThat(readBack(back, text, "A")).isEqualTo("A");
    }

    @Test
    void enumsStayTextsWhereNeitherOptionSaysOtherwise() {
        // Given
        AvroMapping plain = new AvroMapping(MappingConfig.of(Map.of()));
        AvroMapping generalAlone = new AvroMapping(MappingConfig.of(Map.of("generalized.sum.type.support", "true")));
        Schema text = read(general, ENUM);

        // Then
        assertThat(plain.writePlan(text).avro().getType()).isEqualTo(org.apache.avro.Schema.Type.STRING);
        assertThat(generalAlone.writePlan(text).avro().getType()).isEqualTo(org.apache.avro.Schema.Type.ENUM);
        assertThat(generalAlone.writePlan(read(plain, ENUM)).avro().getType())
                .as("an enum under the Avro converter's own name")
                .isEqualTo(org.apache.avro.Schema.Type.STRING);
    }

    @Test
    void unionsAreNumberedAndSoAreTheirFields() {
        // Given
        String union = "[\"string\",\"null\",{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                + "{\"name\":\"inner\",\"type\":[\"int\",\"string\"]}]}]";

        // When
        Schema struct = read(general, union);

        // Then
        assertThat(struct.isOptional()).isTrue();
        assertThat(struct.name()).isEqualTo("connect_union_0");
        assertThat(struct.parameters()).isEqualTo(Map.of("org.apache.kafka.connect.data.Union", "connect_union_0"));
        assertThat(struct.fields().stream().map(Field::name).toList())
                .containsExactly("connect_union_field_0", "connect_union_field_2");
        Schema record = struct.field("connect_union_field_2").schema();
        Schema inner = record.field("inner").schema();
        assertThat(inner.name()).isEqualTo("connect_union_1");
        assertThat(inner.fields().stream().map(Field::name).toList())
                .containsExactly("connect_union_field_0", "connect_union_field_1");

        // And values come back, though null is the first branch of what is written.
        Struct number = new Struct(struct)
                .put(
                        "connect_union_field_2",
                        new Struct(record).put("inner", new Struct(inner).put("connect_union_field_0", 7)));
        org.apache.avro.Schema back = general.writePlan(struct).avro();
        assertThat(back.getTypes().get(0).getType()).isEqualTo(org.apache.avro.Schema.Type.NULL);
        Struct read = (Struct) readBack(back, struct, number);
        assertThat(read.getStruct("connect_union_field_2").getStruct("inner").getInt32("connect_union_field_0"))
                .isEqualTo(7);
        Struct text = new Struct(struct).put("connect_union_field_0", "x");
        assertThat(((Struct) readBack(back, struct, text)).getString("connect_union_field_1"))
                .isEqualTo("x");
        assertThat(readBack(back, struct, null)).isNull();
    }

    @Test
    void whatAnotherConverterCallsAUnionIsOne() {
        // Given
        Schema struct = SchemaBuilder.struct()
                .name("of.another.Format")
                .parameter("org.apache.kafka.connect.data.Union", "whatever")
                .field("first", Schema.OPTIONAL_INT64_SCHEMA)
                .field("second", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .build();

        // Then
        for (AvroMapping each : List.of(general, new AvroMapping(MappingConfig.of(Map.of())))) {
            assertThat(each.writePlan(struct).avro()).hasToString("[\"long\",\"boolean\"]");
        }
    }
}
