package io.millrace.registry.serde.protobuf.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.protobuf.ProtobufSchema;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** What was read is written again. */
class FileWriterTest {
    private static final ProtobufMappingConfig CONFIG = ProtobufMappingConfig.of(Map.of());

    private static Schema read(String text) {
        ProtobufSchema schema = ProtobufSchema.of(StoredSchema.of(text));
        return new SchemaReader(CONFIG, schema::interpreted).read(schema.message(List.of(0)));
    }

    @Test
    void enumsKeepTheirAliasesAndBeginWithZero() {
        // Given
        Schema row = read("""
                syntax = "proto3";
                message Row {
                  enum Level {
                    option allow_alias = true;
                    NONE = 0;
                    LOW = 1;
                    SMALL = 1;
                    BELOW = -1;
                  }
                  Level level = 1;
                }
                """);

        // When
        Descriptor written = new FileWriter(CONFIG).write(row);

        // Then
        assertThat(read(Base64.getEncoder()
                        .encodeToString(written.getFile().toProto().toByteArray())))
                .isEqualTo(row);
        assertThat(written.findEnumTypeByName("Level").getValues().get(0).getNumber())
                .isZero();
        for (String symbol : List.of("NONE", "LOW", "SMALL", "BELOW")) {
            var message = new MessageWriter(CONFIG).write(written, row, new Struct(row).put("level", symbol));
            assertThat(message.getField(written.findFieldByName("level"))).hasToString(symbol);
        }
    }

    @Test
    void numbersAreNotCutToTheirSize() {
        Descriptor number = new FileWriter(CONFIG).write(Schema.INT32_SCHEMA);
        assertThatThrownBy(() -> new MessageWriter(CONFIG).write(number, Schema.INT32_SCHEMA, 1L << 40))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Long");
    }
}
