package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Several types of one name in one schema. */
class NamesakesTest {
    private static final byte[] NO_HEADER = new byte[0];

    private final AvroMapping mapping =
            new AvroMapping(MappingConfig.of(Map.of("enhanced.avro.schema.support", "true")));

    private static Schema around(Schema first, Schema second) {
        return SchemaBuilder.struct()
                .name("n.Around")
                .field("a", first)
                .field("b", second)
                .build();
    }

    private static Schema symbols(String... symbols) {
        SchemaBuilder builder = SchemaBuilder.string().name("n.Same").parameter(AvroNames.ENUM, "n.Same");
        for (String each : symbols) {
            builder.parameter(AvroNames.ENUM + "." + each, each);
        }
        return builder.build();
    }

    private static Schema fixed(int sizeBytes) {
        return SchemaBuilder.bytes()
                .name("n.Same")
                .parameter(AvroNames.FIXED_SIZE, Integer.toString(sizeBytes))
                .build();
    }

    private static SchemaBuilder same() {
        return SchemaBuilder.struct().name("n.Same");
    }

    private void refuses(Schema first, Schema second) {
        assertThatThrownBy(() -> mapping.writePlan(around(first, second)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("two different types are called n.Same");
    }

    @Test
    void differentTypesOfOneNameAreRefused() {
        Schema number = same().field("x", Schema.INT32_SCHEMA).build();
        refuses(number, same().field("x", Schema.STRING_SCHEMA).build());
        refuses(number, same().field("y", Schema.INT32_SCHEMA).build());
        refuses(number, same().field("x", Schema.OPTIONAL_INT32_SCHEMA).build());
        refuses(number, same().build());
        refuses(number, symbols("A"));
        refuses(symbols("A", "B"), symbols("B", "A"));
        refuses(fixed(4), fixed(5));
        refuses(SchemaBuilder.array(number).build(), fixed(4));
    }

    /** It would be taken for the one around it, and lose the fields that this one does not have. */
    @Test
    void aStructInsideAnotherOneOfItsNameIsRefused() {
        Schema inside = same().field("x", Schema.INT32_SCHEMA)
                .field("lost", Schema.INT32_SCHEMA)
                .build();
        assertThatThrownBy(() -> mapping.writePlan(same().field("x", inside).build()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("two different types are called n.Same");
    }

    @Test
    void structsThatDifferInTheirDocsAloneShareAName() {
        // Given
        Schema plain = same().field("x", Schema.INT32_SCHEMA).build();
        Schema documented =
                same().doc("the same").field("x", Schema.INT32_SCHEMA).build();
        Schema schema = around(plain, documented);
        Struct value =
                new Struct(schema).put("a", new Struct(plain).put("x", 1)).put("b", new Struct(documented).put("x", 2));

        // Then
        assertThat(roundTrip(schema, value).getStruct("b").get("x")).isEqualTo(2);
    }

    @Test
    void aMapMayBeCalledAsTheSecondOfAnotherName() {
        // Given
        Schema texts = SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                .name("n.Map2")
                .build();
        Schema numbers = SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT32_SCHEMA)
                .name("n.Map")
                .build();
        Schema schema = around(texts, numbers);
        Struct value = new Struct(schema).put("a", Map.of(1, "x")).put("b", Map.of(1, 2));

        // Then
        assertThat(roundTrip(schema, value)).isEqualTo(value);
    }

    private Struct roundTrip(Schema schema, Struct value) {
        WritePlan plan = mapping.writePlan(schema);
        byte[] bytes = mapping.write(NO_HEADER, plan, value);
        org.apache.avro.Schema stored =
                new org.apache.avro.Schema.Parser().parse(plan.avro().toString());
        return (Struct) mapping.read(mapping.readPlan(stored), stored, bytes, 0);
    }
}
