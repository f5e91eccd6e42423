package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Pause;
import io.millrace.testing.PrometheusScrape;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the gateway counts, as a scraper reads it. */
class MetricsIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String JSON = "application/vnd.kafka.json.v2+json";
    private static final String REQUESTS = "millrace_gateway_requests_total";
    private static final String SECONDS = "millrace_gateway_request_seconds";

    MetricsIT() {
        super(BrokerKind.MILLRACE);
    }

    private PrometheusScrape scrape() {
        HttpCaller.Reply reply = http().get("/metrics");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        return PrometheusScrape.parse(reply.text());
    }

    /** A request is counted when it is over, which may be a moment after its answer came. */
    private PrometheusScrape until(Predicate<PrometheusScrape> wanted) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        PrometheusScrape found = scrape();
        while (!wanted.test(found)) {
            assertThat(System.nanoTime()).as(http().get("/metrics").text()).isLessThan(deadline);
            found = scrape();
            Pause.betweenLooks();
        }
        return found;
    }

    private static double requests(PrometheusScrape scrape, String method, String route, String status) {
        Map<String, String> labels = Map.of("method", method, "route", route, "status", status);
        return scrape.has(REQUESTS, labels) ? scrape.value(REQUESTS, labels) : 0;
    }

    private static double produced(PrometheusScrape scrape) {
        return scrape.value("millrace_gateway_records_produced_total", Map.of());
    }

    @Test
    void countsRequestsByRouteAndStatus() throws Exception {
        String topic = topic(1);
        Map<String, String> asked = Map.of("method", "POST", "route", "/topics/{topic}");

        http().post("/topics/" + topic, JSON, "{\"records\":[{\"value\":1}]}");
        http().post("/topics/" + topic, JSON, "{\"records\":[]}");
        http().get("/no/such/path");

        PrometheusScrape found = until(each -> requests(each, "POST", "/topics/{topic}", "200") == 1
                && requests(each, "POST", "/topics/{topic}", "422") == 1
                && requests(each, "none", "none", "404") >= 1);
        assertThat(found.type(REQUESTS)).isEqualTo("counter");
        assertThat(found.type(SECONDS)).isEqualTo("histogram");
        assertThat(found.value(SECONDS + "_count", asked)).isEqualTo(2);
        assertThat(found.value(SECONDS + "_bucket", Map.of("method", "POST", "route", "/topics/{topic}", "le", "+Inf")))
                .isEqualTo(2);
        assertThat(found.value(SECONDS + "_sum", asked)).isPositive();
        assertThat(found.value("millrace_gateway_request_bytes_total", asked))
                .isEqualTo("{\"records\":[{\"value\":1}]}".length() + "{\"records\":[]}".length());
        assertThat(found.value("millrace_gateway_response_bytes_total", asked)).isPositive();
    }

    @Test
    void answersHeadWithoutAPage() {
        HttpCaller.Reply reply = http().call("HEAD", "/metrics", null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void countsRecordsByWhatBecameOfThem() throws Exception {
        String topic = topic(1);
        PrometheusScrape before = scrape();
        String large = "\"" + "x".repeat(1_100_000) + "\"";

        http().post("/topics/" + topic, JSON, "{\"records\":[{\"value\":1},{\"value\":2},{\"value\":" + large + "}]}");
        for (int i = 0; i < 2; i++) {
            http().call(
                            "POST",
                            "/topics/" + topic,
                            "{\"records\":[{\"value\":3}]}".getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            JSON,
                            "Idempotency-Key",
                            topic);
        }

        PrometheusScrape after = scrape();
        assertThat(produced(after) - produced(before))
                .as("one of them once only")
                .isEqualTo(3);
        assertThat(after.value("millrace_gateway_records_failed_total", Map.of())
                        - before.value("millrace_gateway_records_failed_total", Map.of()))
                .isEqualTo(1);
    }

    @Test
    void showsHowManyMembersOfGroupsAreKept() throws Exception {
        String group = "/groups/m-" + System.nanoTime();
        String gauge = "millrace_gateway_group_members";

        String resume = http().post(group + "/records", "application/json", "{\"topics\":[\"" + topic(1) + "\"]}")
                .json()
                .path("resume")
                .asText();

        assertThat(scrape().type(gauge)).isEqualTo("gauge");
        assertThat(scrape().value(gauge, Map.of())).isEqualTo(1);
        http().post(group + "/leave", "application/json", "{\"resume\":\"" + resume + "\"}");
        assertThat(scrape().value(gauge, Map.of())).isZero();
    }

    @Test
    void showsWhatIsOpen() throws Exception {
        String topic = topic(1);
        String group = "/consumers/m-" + System.nanoTime();

        String instance = http().post(group, "application/vnd.kafka.v2+json", "{\"name\":\"i\"}")
                .json()
                .path("instance_id")
                .asText();
        try (EventReader reader = new EventReader(url() + "/topics/" + topic + "/records?offset=earliest")) {
            assertThat(reader.status()).isEqualTo(200);
            PrometheusScrape open = scrape();
            assertThat(open.value("millrace_gateway_consumer_instances", Map.of()))
                    .isEqualTo(1);
            assertThat(open.value("millrace_gateway_event_streams", Map.of())).isEqualTo(1);
        }
        http().call("DELETE", group + "/instances/" + instance, null);

        until(each -> each.value("millrace_gateway_consumer_instances", Map.of()) == 0
                && each.value("millrace_gateway_event_streams", Map.of()) == 0);
    }
}
