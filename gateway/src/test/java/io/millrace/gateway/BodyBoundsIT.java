package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much of others' bodies a gateway takes. */
class BodyBoundsIT extends GatewaySuite {
    private static final String JSON = "application/vnd.kafka.json.v2+json";

    BodyBoundsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("max.request.bytes", "2048", "request.buffer.bytes", "4096");
    }

    @Test
    void refusesABodyThatIsTooLargeAndGoesOnServing() throws Exception {
        String topic = topic(1);
        String large = "{\"records\":[{\"value\":\"" + "x".repeat(3_000) + "\"}]}";
        String small = "{\"records\":[{\"value\":\"" + "x".repeat(1_500) + "\"}]}";

        for (int i = 0; i < 10; i++) {
            var refused = http().post("/topics/" + topic, JSON, large);
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.json().path("message").asText()).contains("max.request.bytes");
        }

        // Neither refused bodies nor answered ones are still counted.
        for (int i = 0; i < 10; i++) {
            assertThat(http().post("/topics/" + topic, JSON, small).status()).isEqualTo(200);
        }
        assertThat(end(topic, 0)).isEqualTo(10);
    }
}
