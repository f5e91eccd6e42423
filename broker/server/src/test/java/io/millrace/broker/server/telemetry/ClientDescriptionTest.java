package io.millrace.broker.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private static boolean fits(String expression, String clientId) {
        return described(clientId).matches(Map.of(ClientMetricsConfigs.CLIENT_ID, Pattern.compile(expression)));
    }

    private static ClientDescription described(String clientId) {
        return ClientDescription.of(new Uuid(1, 1), Map.of(ClientMetricsConfigs.CLIENT_ID, clientId));
    }
}
