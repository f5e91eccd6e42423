package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.Description.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bounds of the description are those of the gateway, so far as they can be met without a cluster. */
class OpenApiBoundsTest {
    private static final Description DESCRIPTION = Description.OF_THE_GATEWAY;
    private static final String READ = "/topics/t/partitions/0/records?";
    private static final String V2 = "application/vnd.kafka.v2+json";

    private static GatewayServer gateway;
    private static HttpCaller http;

    @BeforeAll
    static void start() {
        gateway = GatewayServer.start(Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", "127.0.0.1:1"));
        http = new HttpCaller(gateway.url());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void readsRefuseWhatIsOutsideOfTheBoundsThatAreDescribed() {
        // Given
        Operation read = DESCRIPTION
                .operation("GET", "/topics/{topic}/partitions/{partition}/records")
                .orElseThrow();
        int bounded = 0;
        int chosen = 0;

        for (JsonNode each : DESCRIPTION.parameters(read)) {
            String name = each.path("name").textValue();
            JsonNode schema = each.path("schema");
            if (schema.has("maximum")) {
                // When
                long max = schema.path("maximum").longValue();
                HttpCaller.Reply refused = http.get(READ + name + "=" + (max + 1));

                // Then
                bounded++;
                assertThat(refused.status()).as(name).isEqualTo(400);
                assertThat(refused.json().path("message").textValue())
                        .contains(name + " is a number from " + schema.path("minimum") + " to " + max);
            }
            if (schema.has("enum")) {
                // When
                HttpCaller.Reply refused = http.get(READ + name + "=no-such");

                // Then
                chosen++;
                assertThat(refused.status()).as(name).isEqualTo(400);
                for (JsonNode choice : schema.path("enum")) {
                    assertThat(refused.json().path("message").textValue()).contains(choice.textValue());
                }
            }
        }
        assertThat(bounded).isEqualTo(2);
        assertThat(chosen).isEqualTo(4);
    }

    @Test
    void readsKnowTheParametersThatAreDescribedAndNoOthers() {
        // Given
        Operation read = DESCRIPTION
                .operation("GET", "/topics/{topic}/partitions/{partition}/records")
                .orElseThrow();

        // When
        HttpCaller.Reply refused = http.get(READ + "no_such=1");

        // Then
        assertThat(refused.status()).isEqualTo(400);
        String message = refused.json().path("message").textValue();
        assertThat(message).endsWith("there are " + String.join(", ", DESCRIPTION.parameters(read, "query")));
    }

    @Test
    void keysAreAsLongAsIsDescribed() {
        // Given
        int longest = DESCRIPTION
                .document()
                .at("/components/parameters/IdempotencyKey/schema/maxLength")
                .intValue();
        String key = "k".repeat(longest + 1);

        // When
        HttpCaller.Reply refused = http.call(
                "POST",
                "/topics/t",
                new byte[0],
                "Content-Type",
                "application/vnd.kafka.json.v2+json",
                "Idempotency-Key",
                key);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Idempotency-Key is given once, with 1 to " + longest + " visible");
    }

    @Test
    void recordsAreTakenInTheTypesThatAreDescribed() {
        // Given
        Operation produce = DESCRIPTION.operation("POST", "/topics/{topic}").orElseThrow();

        // When
        HttpCaller.Reply refused = http.post("/topics/t", "text/plain", "{}");

        // Then
        assertThat(refused.status()).isEqualTo(415);
        String types = produce.node().at("/requestBody/content").properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        assertThat(refused.json().path("message").textValue()).endsWith("the Content-Type is one of " + types);
    }

    @Test
    void wishesOfInstancesAreBoundedAsIsDescribed() {
        for (String wish : new String[] {"fetch.min.bytes", "consumer.request.timeout.ms"}) {
            // Given
            long max = DESCRIPTION
                    .document()
                    .at("/components/schemas/NewInstance/properties/" + wish + "/anyOf/0/maximum")
                    .longValue();

            // When
            HttpCaller.Reply taken = http.post("/consumers/g", V2, "{\"" + wish + "\":" + max + "}");
            HttpCaller.Reply refused = http.post("/consumers/g", V2, "{\"" + wish + "\":" + (max + 1) + "}");

            // Then
            assertThat(taken.status()).as(taken.text()).isEqualTo(200);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains(wish + " is a number from 1 to " + max);
        }
    }

    @Test
    void patternsAreAsLongAsIsDescribed() {
        // Given
        int longest = DESCRIPTION
                .document()
                .at("/components/schemas/Subscription/oneOf/1/properties/topic_pattern/maxLength")
                .intValue();
        http.post("/consumers/g", V2, "{\"name\":\"patterns\"}");
        String body = "{\"topic_pattern\":\"" + "p".repeat(longest + 1) + "\"}";

        // When
        HttpCaller.Reply refused = http.call(
                "POST", "/consumers/g/instances/patterns/subscription", body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("longer than " + longest + " characters");
    }
}
