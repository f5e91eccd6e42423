package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Which subjects callers may name, whom the registry takes for the gateway. */
class SubjectAclIT extends AclSuite {
    private static final String TEXT = "\"type\":\"AVRO\",\"schema\":\"\\\"int\\\"\"";

    private final String another = "another-" + UUID.randomUUID();
    private final String subject = another + "-value";

    @Override
    Map<String, String> properties() {
        return Map.of("schema.registry.url", BrokerKind.MILLRACE.registryUrl());
    }

    private JsonNode written(HttpCaller caller, String schema) {
        return written(caller, "orders", schema);
    }

    private JsonNode written(HttpCaller caller, String topic, String schema) {
        String cluster =
                root().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
        return caller.post(
                        "/v3/clusters/" + cluster + "/topics/" + topic + "/records",
                        "application/json",
                        "{\"value\":{" + schema + ",\"data\":1}}")
                .json();
    }

    private static int code(JsonNode result) {
        return result.path("error_code").asInt();
    }

    private String named() {
        return "\"subject\":\"" + subject + "\"";
    }

    private String registered() throws Exception {
        return registry("GET", "/subjects/" + subject + "/versions", "");
    }

    private static String registry(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(BrokerKind.MILLRACE.registryUrl() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Whose owner may change the configs of his subject. */
    @Test
    void anAliasGivesNoRightToTheSubjectThatItMeans() throws Exception {
        // Given
        String registered = registry("POST", "/subjects/" + subject + "/versions", "{\"schema\":\"\\\"int\\\"\"}");
        String id = registered.replaceAll(".*\"id\":([0-9]+).*", "$1");
        registry("PUT", "/config/prices-value", "{\"alias\":\"" + subject + "\"}");
        allow(ResourceType.TOPIC, "prices", PatternType.LITERAL, AclOperation.WRITE);
        untilStatus(200, () -> ann().post("/topics/prices", JSON, RECORD));
        String another = "\"type\":\"AVRO\",\"schema\":\"\\\"long\\\"\"";

        // Then
        for (String schema : List.of(
                "\"type\":\"AVRO\"",
                "\"type\":\"AVRO\",\"schema_version\":1",
                "\"subject\":\"prices-value\",\"schema_id\":" + id,
                another)) {
            JsonNode refused = written(ann(), "prices", schema);
            assertThat(code(refused)).as(refused.toString()).isEqualTo(40301);
            assertThat(refused.path("message").asText()).contains("an alias of").doesNotContain(this.another);
        }
        assertThat(registered()).isEqualTo("[1]");

        // When
        allow(ResourceType.TOPIC, this.another, PatternType.LITERAL, AclOperation.READ);
        until(() -> code(written(ann(), "prices", "\"type\":\"AVRO\"")), found -> found == 200);

        // Then
        assertThat(code(written(ann(), "prices", another))).isEqualTo(40301);
        assertThat(code(written(ann(), "prices", "\"subject\":\"prices-value\",\"schema_id\":" + id)))
                .isEqualTo(200);

        // When
        allow(ResourceType.TOPIC, this.another, PatternType.LITERAL, AclOperation.WRITE);
        until(() -> code(written(ann(), "prices", another)), found -> found == 200);

        // Then
        assertThat(registered()).isEqualTo("[1,2]");
    }

    @Test
    void asksForTheRightsToTheTopicOfTheSubject() throws Exception {
        // Given
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE);
        untilStatus(200, () -> ann().post("/topics/orders", JSON, RECORD));

        // When
        JsonNode own = written(ann(), TEXT);
        JsonNode refused = written(ann(), TEXT + "," + named());

        // Then
        assertThat(code(own)).as(own.toString()).isEqualTo(200);
        assertThat(code(refused)).as(refused.toString()).isEqualTo(40301);
        assertThat(refused.path("message").asText()).contains("WRITE the subject " + subject);
        assertThat(registered()).contains("40401");

        // When
        assertThat(code(written(root(), TEXT + "," + named()))).isEqualTo(200);
        JsonNode latest = written(ann(), "\"type\":\"AVRO\"," + named());
        Reply lines = ann().post(
                        "/topics/orders/records?value_format=avro&value_subject=" + subject,
                        "application/x-ndjson",
                        "{\"value\":1}");

        // Then
        assertThat(code(latest)).as(latest.toString()).isEqualTo(40301);
        assertThat(latest.path("message").asText()).contains("READ the subject");
        assertThat(lines.status()).as(lines.text()).isEqualTo(403);

        // When
        allow(ResourceType.TOPIC, another, PatternType.LITERAL, AclOperation.READ);
        untilStatus(200, () -> ann().post(
                        "/topics/orders/records?value_format=avro&value_subject=" + subject,
                        "application/x-ndjson",
                        "{\"value\":1}"));

        // Then
        assertThat(code(written(ann(), "\"type\":\"AVRO\"," + named()))).isEqualTo(200);
        assertThat(code(written(ann(), TEXT + "," + named()))).isEqualTo(40301);
    }
}
