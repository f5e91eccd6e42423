package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class LeftOutValuesTest {

    private static final byte[] PLACEHOLDER = "__left_out".getBytes(StandardCharsets.UTF_8);
    private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;

    private final LeftOutValues leftOut = new LeftOutValues(PLACEHOLDER);

    @Test
    void knowsPlaceholdersOfEachKind() {
        assertThat(leftOut.mayBeIn(row(TEXT, "__left_out"))).isTrue();
        assertThat(leftOut.mayBeIn(row(TEXT, "[\"__left_out\"]"))).isTrue();
        assertThat(leftOut.mayBeIn(row(TEXT, Base64.getEncoder().encodeToString(PLACEHOLDER))))
                .isTrue();
        assertThat(leftOut.mayBeIn(row(Schema.BYTES_SCHEMA, ByteBuffer.wrap(PLACEHOLDER))))
                .isTrue();
        assertThat(leftOut.mayBeIn(row(Schema.BYTES_SCHEMA, PLACEHOLDER))).isTrue();
        assertThat(leftOut.mayBeIn(row(SchemaBuilder.array(TEXT).build(), List.of("any"))))
                .isTrue();
        assertThat(leftOut.mayBeIn(row(SchemaBuilder.map(TEXT, TEXT).build(), Map.of("any", "any"))))
                .isTrue();
    }

    @Test
    void takesOtherValuesForWhatTheyAre() {
        assertThat(leftOut.mayBeIn(row(TEXT, "left_out"))).isFalse();
        assertThat(leftOut.mayBeIn(row(TEXT, null))).isFalse();
        assertThat(leftOut.mayBeIn(row(Schema.INT32_SCHEMA, 7))).isFalse();
        assertThat(leftOut.mayBeIn(row(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1}))))
                .isFalse();
    }

    private static Struct row(Schema type, Object value) {
        return new Struct(SchemaBuilder.struct().field("value", type).build()).put("value", value);
    }
}
