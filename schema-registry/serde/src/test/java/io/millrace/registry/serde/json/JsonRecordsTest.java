package io.millrace.registry.serde.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.serde.RegistryClient.Registered;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {
    private static final JsonSchema CENTS = JsonSchema.parse("{\"multipleOf\":0.01}");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "1e100000000", "-1.5e-100000000", "{\"a\":[1e2001]}"})
    void refusesNumbersThatStandForTooManyDigits(String document) {
        for (boolean validates : new boolean[] {false, true}) {
            assertThatThrownBy(() -> new JsonRecords(validates).read(7, CENTS, bytes(document), 0))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("schema 7")
                    .hasMessageContaining("number that cannot be read");
        }
    }

    @Test
    void refusesToWriteThemWhenItValidates() {
        BigDecimal number = new BigDecimal("1e2001");
        assertThatThrownBy(() -> new JsonRecords(true).write(new Registered<>(7, CENTS), number))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("1E+2001");
    }

    @Test
    void readsLongNumbersDigitByDigit() {
        String digits = "0." + "1".repeat(900) + "2";
        assertThat(new JsonRecords(false)
                        .read(7, CENTS, bytes(digits), 0)
                        .decimalValue()
                        .toPlainString())
                .isEqualTo(digits);
        assertThat(new JsonRecords(true).read(7, CENTS, bytes("1e900"), 0).decimalValue())
                .isEqualByComparingTo(new BigDecimal("1e900"));
    }

    @Test
    void validatesAndSendsTheBytesThatItWouldSendUnjudged() {
        // Given
        JsonSchema schema = JsonSchema.parse("{\"properties\":{\"bytes\":{\"type\":\"string\"},"
                + "\"float\":{\"multipleOf\":0.1},\"nested\":{\"required\":[\"b\"]}}}");
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("bytes", new byte[] {1, 2, 3}).put("float", 0.1f);
        value.putObject("nested").put("b", new byte[0]);

        // Then
        Registered<JsonSchema> registered = new Registered<>(7, schema);
        byte[] sent = new JsonRecords(true).write(registered, value);
        assertThat(sent).isEqualTo(new JsonRecords(false).write(registered, value));
        assertThat(new String(sent, 5, sent.length - 5, StandardCharsets.UTF_8))
                .isEqualTo("{\"bytes\":\"AQID\",\"float\":0.1,\"nested\":{\"b\":\"\"}}");
        value.put("float", 0.15f);
        assertThatThrownBy(() -> new JsonRecords(true).write(registered, value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not fit schema 7")
                .hasMessageContaining("/float");
    }
}
