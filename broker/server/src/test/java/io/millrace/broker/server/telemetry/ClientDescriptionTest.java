package io.millrace.broker.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientDescriptionTest {

    private static final int MAX_CHARS = ClientDescription.MAX_LABEL_CHARS;

    @Test
    void keepsTheBeginningOfALongValue() {
        assertThat(described("x".repeat(32_000)).labels())
                .containsEntry(ClientMetricsConfigs.CLIENT_ID, "x".repeat(MAX_CHARS));
    }

    @Test
    void fitsExpressionsAsAWhole() {
        assertThat(fits("orders-.*", "orders-7")).isTrue();
        assertThat(fits("orders", "orders-7")).isFalse();
        assertThat(fits("(?:\\w|-)*", "a-b".repeat(MAX_CHARS / 3))).isTrue();
    }

    @Test
    void anExpressionThatWouldNotEndFitsNothing() {
        assertThat(fits("(.*a){12}b", "a".repeat(MAX_CHARS))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(){2000000000}a*",
                "(?:){2000000000,}a*",
                "((((){200}){200}){200}){200}a*",
                "(?x) () {2 000 000 000} a*"
            })
    void anExpressionThatRepeatsNothingTooOftenFitsNothing(String expression) {
        assertThat(fits(expression, "aaa")).isFalse();
    }

    @Test
    void countsThatPeopleUseAreNoTrouble() {
        String hex = "[0-9a-f]";
        String id = hex + "{8}-" + hex + "{4}-" + hex + "{4}-" + hex + "{4}-" + hex + "{12}";
        assertThat(fits(id, "01234567-89ab-cdef-0123-456789abcdef")).isTrue();
        assertThat(fits("(\\d{1,3}\\.){3}\\d{1,3}", "127.0.0.1")).isTrue();
        assertThat(fits("x{200}\\x{1F600}?", "x".repeat(200))).isTrue();
    }

    private static boolean fits(String expression, String clientId) {
        return described(clientId).matches(Map.of(ClientMetricsConfigs.CLIENT_ID, Pattern.compile(expression)));
    }

    private static ClientDescription described(String clientId) {
        return ClientDescription.of(new Uuid(1, 1), Map.of(ClientMetricsConfigs.CLIENT_ID, clientId));
    }
}
