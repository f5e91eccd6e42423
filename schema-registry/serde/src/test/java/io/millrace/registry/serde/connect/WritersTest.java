package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Structs whose schema is not the very one that a plan was made of. */
class WritersTest {
    private static final byte[] NO_HEADER = new byte[0];

    private final AvroMapping mapping = new AvroMapping(MappingConfig.of(Map.of()));
    private final Schema schema = SchemaBuilder.struct()
            .name("n.R")
            .field("a", Schema.INT32_SCHEMA)
            .field("b", Schema.STRING_SCHEMA)
            .build();
    private final WritePlan plan = mapping.writePlan(schema);

    @Test
    void writesTheFieldsOfAnotherSchemaByTheirNames() {
        // Given
        Schema turned = SchemaBuilder.struct()
                .name("n.R")
                .field("b", Schema.STRING_SCHEMA)
                .field("more", Schema.INT32_SCHEMA)
                .field("a", Schema.INT32_SCHEMA)
                .build();
        Struct value = new Struct(turned).put("a", 1).put("b", "x").put("more", 2);

        // Then
        assertThat(mapping.write(NO_HEADER, plan, value))
                .isEqualTo(mapping.write(
                        NO_HEADER, plan, new Struct(schema).put("a", 1).put("b", "x")));
    }

    @Test
    void writesNothingOfAValueThatDidNotFitInFrontOfTheNext() {
        // Given
        byte[] header = {7};
        Struct good = new Struct(schema).put("a", 2).put("b", "good");
        byte[] expected = mapping.write(header, plan, good);

        // When
        assertThatThrownBy(() -> mapping.write(header, plan, new Struct(schema).put("a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field b");

        // Then
        assertThat(mapping.write(header, plan, good)).isEqualTo(expected);
    }

    @Test
    void refusesANumberOfAnotherSize() {
        WritePlan number = mapping.writePlan(Schema.INT32_SCHEMA);
        assertThatThrownBy(() -> mapping.write(NO_HEADER, number, 1L << 40))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Long");
        WritePlan small = mapping.writePlan(Schema.INT8_SCHEMA);
        assertThatThrownBy(() -> mapping.write(NO_HEADER, small, 300)).isInstanceOf(DataException.class);
    }

    @Test
    void refusesAStructThatLacksAField() {
        // Given
        Schema less = SchemaBuilder.struct()
                .name("n.R")
                .field("a", Schema.INT32_SCHEMA)
                .build();

        // Then
        assertThatThrownBy(() -> mapping.write(NO_HEADER, plan, new Struct(less).put("a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field b");
    }
}
