package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types each of which has several fields of the next: few of them, and very many ways through them. */
@Timeout(30)
class SharedTypesTest {
    private final AvroMapping mapping = new AvroMapping(MappingConfig.of(Map.of()));

    private static Schema avro(int types) {
        Schema next = Schema.create(Schema.Type.INT);
        for (int i = types; i > 0; i--) {
            Schema record = Schema.createRecord("R" + i, null, "n", false);
            record.setFields(List.of(new Schema.Field("a", next), new Schema.Field("b", next)));
            next = record;
        }
        return next;
    }

    private static org.apache.kafka.connect.data.Schema connect(int types) {
        org.apache.kafka.connect.data.Schema next = org.apache.kafka.connect.data.Schema.INT32_SCHEMA;
        for (int i = types; i > 0; i--) {
            next = SchemaBuilder.struct()
                    .name("n.R" + i)
                    .field("a", next)
                    .field("b", next)
                    .build();
        }
        return next;
    }

    @Test
    void aTypeIsMappedOnce() {
        // Given
        org.apache.kafka.connect.data.Schema read = mapping.readPlan(avro(18)).connect();
        Schema written = mapping.writePlan(connect(18)).avro();

        // Then
        assertThat(read.field("a").schema()).isSameAs(read.field("b").schema());
        assertThat(written.getField("a").schema())
                .isSameAs(written.getField("b").schema());
        assertThat(read).isEqualTo(connect(18));
    }

    @Test
    void tooManyWaysAreRefused() {
        assertThatThrownBy(() -> mapping.readPlan(avro(60)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 1000000 types");
        assertThatThrownBy(() -> mapping.writePlan(connect(60)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 1000000 types");
    }

    /** Where it is not inside the other one, each has the other one whole, and itself again inside that. */
    @Test
    void typesInsideEachOtherAreMappedInEachPlaceAsTheyAreThere() {
        // Given
        Schema avro = new Schema.Parser().parse("""
                {"type":"record","name":"Root","fields":[
                  {"name":"o","type":{"type":"record","name":"O","fields":[
                    {"name":"r","type":["null",{"type":"record","name":"R","fields":[{"name":"o","type":["null","O"]}]}]},
                    {"name":"s","type":["null","R"]}]}},
                  {"name":"r","type":["null","R"]}]}""");
        org.apache.kafka.connect.data.Schema root = mapping.readPlan(avro).connect();
        org.apache.kafka.connect.data.Schema outer = root.field("o").schema();
        org.apache.kafka.connect.data.Schema other = root.field("r").schema();

        // Then
        assertThat(outer.field("r").schema()).isSameAs(outer.field("s").schema());
        assertThat(outer.field("r").schema().field("o").schema()).isInstanceOf(CyclicSchema.class);
        assertThat(other).isNotSameAs(outer.field("r").schema());
        assertThat(other.field("o").schema()).isNotInstanceOf(CyclicSchema.class);
        assertThat(other.field("o").schema().field("r").schema()).isInstanceOf(CyclicSchema.class);
    }

    /** Their names are given by number, and a schema that was registered keeps its own. */
    @Test
    void structsWithoutANameAreNumberedInEachPlace() {
        // Given
        org.apache.kafka.connect.data.Schema unnamed = SchemaBuilder.struct()
                .field("x", org.apache.kafka.connect.data.Schema.INT32_SCHEMA)
                .build();
        org.apache.kafka.connect.data.Schema around =
                SchemaBuilder.struct().name("n.Around").field("u", unnamed).build();
        org.apache.kafka.connect.data.Schema root = SchemaBuilder.struct()
                .name("n.Root")
                .field("a", unnamed)
                .field("b", unnamed)
                .field("c", around)
                .field("d", around)
                .field("e", unnamed)
                .build();

        // When
        Schema written = mapping.writePlan(root).avro();

        // Then
        assertThat(List.of("a", "b", "e").stream()
                        .map(field -> written.getField(field).schema().getName())
                        .toList())
                .containsExactly("ConnectDefault", "ConnectDefault2", "ConnectDefault5");
        Struct value = new Struct(unnamed).put("x", 1);
        Struct inside = new Struct(around).put("u", value);
        Struct whole = new Struct(root)
                .put("a", value)
                .put("b", value)
                .put("c", inside)
                .put("d", inside)
                .put("e", value);
        Schema stored = new Schema.Parser().parse(written.toString());
        byte[] bytes = mapping.write(new byte[0], mapping.writePlan(root), whole);
        assertThat(mapping.read(mapping.readPlan(stored), stored, bytes, 0)).isEqualTo(whole);
    }
}
