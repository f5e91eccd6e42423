package io.millrace.connect.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class ShownValuesTest {

    private final ShownValues values = new ShownValues();

    @Test
    void showsAValueWithItsSchema() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("price", Decimal.schema(2))
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        // When
        JsonNode shown = values.of(schema, new Struct(schema).put("price", new BigDecimal("1.50")));

        // Then
        assertThat(shown.path("payload").toString()).isEqualTo("{\"price\":1.50,\"note\":null}");
        assertThat(shown.path("schema").path("fields").get(0).path("name").asText())
                .isEqualTo(Decimal.LOGICAL_NAME);
    }

    @Test
    void showsAValueWithoutSchemaAndNothingAtAll() {
        assertThat(values.of(null, Map.of("a", 1)).toString()).isEqualTo("{\"schema\":null,\"payload\":{\"a\":1}}");
        assertThat(values.of(null, null).toString()).isEqualTo("{\"schema\":null,\"payload\":null}");
    }

    @Test
    void cutsWhatIsLargeAndSaysSo() {
        // Given
        String large = "x".repeat(ShownValues.WHOLE_BYTES_MAX + 1);
        Schema schema = SchemaBuilder.struct().field("a", Schema.STRING_SCHEMA).build();

        // When
        JsonNode text = values.of(Schema.STRING_SCHEMA, large);
        JsonNode bytes = values.of(Schema.BYTES_SCHEMA, new byte[ShownValues.WHOLE_BYTES_MAX + 1]);
        JsonNode struct = values.of(schema, new Struct(schema).put("a", large));

        // Then
        for (JsonNode shown : new JsonNode[] {text, bytes, struct}) {
            assertThat(shown.path("payload").path("cut").asBoolean()).isTrue();
            assertThat(shown.path("payload").path("length").asInt()).isGreaterThan(ShownValues.WHOLE_BYTES_MAX);
            assertThat(shown.path("schema").path("type").isTextual()).isTrue();
            assertThat(shown.toString().length()).isLessThan(2 * ShownValues.CUT_LENGTH);
        }
        assertThat(values.bytes()).isLessThan(4L * ShownValues.CUT_LENGTH);
    }

    @Test
    void refusesWhatIsNoValueOfConnect() {
        assertThatThrownBy(() -> values.of(null, new Object())).isInstanceOf(DataException.class);
    }
}
