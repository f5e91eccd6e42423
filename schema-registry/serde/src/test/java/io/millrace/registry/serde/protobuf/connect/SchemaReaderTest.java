package io.millrace.registry.serde.protobuf.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.StoredSchema.Reference;
import io.millrace.registry.serde.protobuf.ProtobufSchema;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SchemaReaderTest {
    private static final ProtobufMappingConfig CONFIG = ProtobufMappingConfig.of(Map.of());

    private static Schema read(StoredSchema stored) {
        ProtobufSchema schema = ProtobufSchema.of(stored);
        return new SchemaReader(CONFIG, schema::interpreted).read(schema.message(List.of(0)));
    }

    /** Each has two fields of the next. */
    private static StoredSchema messages(int count) {
        StringBuilder text = new StringBuilder("syntax = \"proto3\";");
        for (int i = 1; i <= count; i++) {
            String next = i == count ? "int32" : "M" + (i + 1);
            text.append("message M" + i + " { " + next + " a = 1; " + next + " b = 2; }");
        }
        return StoredSchema.of(text.toString());
    }

    @Test
    void aFieldOfAnImportedMessageHasItsOwnParameters() {
        // Given
        String imported = """
                syntax = "proto3";
                package x;
                import "confluent/meta.proto";
                import "confluent/type/decimal.proto";
                message Price {
                  int32 number = 1;
                  confluent.type.Decimal amount = 2
                      [(confluent.field_meta) = {params: [{key: "scale", value: "2"}]}];
                }
                """;
        String text = """
                syntax = "proto3";
                package x;
                import "confluent/meta.proto";
                import "price.proto";
                message Row {
                  int32 number = 1 [(confluent.field_meta) = {params: [{key: "connect.type", value: "int8"}]}];
                  Price price = 2;
                }
                """;

        // When
        Schema row = read(new StoredSchema(
                text,
                List.of(new Reference("price.proto", "price.proto", 1)),
                List.of(new Dependency("price.proto", imported))));

        // Then
        Schema price = row.field("price").schema();
        assertThat(row.field("number").schema().type()).isEqualTo(Schema.Type.INT8);
        assertThat(price.field("number").schema().type()).isEqualTo(Schema.Type.INT32);
        assertThat(price.field("amount").schema().parameters()).containsEntry("scale", "2");
    }

    @Test
    @Timeout(30)
    void aMessageIsReadOnceHoweverManyFieldsAreOfIt() {
        // Given
        Schema read = read(messages(18));

        // Then
        assertThat(read.field("a").schema().field("a").schema())
                .isSameAs(read.field("b").schema().field("a").schema());
        assertThatThrownBy(() -> read(messages(60)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 1000000 types");
    }
}
