package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Schemas under the subjects that the registry associates with topics. */
class AssociatedSubjectsIT extends GatewaySuite {
    private static final String ASSOCIATED = "\"subject_name_strategy\":\"ASSOCIATED_NAME\"";
    private static final String INT = "\"type\":\"AVRO\",\"schema\":\"\\\"int\\\"\"";

    private final HttpClient client = HttpClient.newHttpClient();

    AssociatedSubjectsIT() {
        super(BrokerKind.MILLRACE);
    }

    private HttpResponse<String> registry(String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(kind().registryUrl() + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json");
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What became of a record with such a value. */
    private JsonNode produced(String topic, String value) {
        String cluster =
                http().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
        return http().post(
                        "/v3/clusters/" + cluster + "/topics/" + topic + "/records",
                        "application/json",
                        "{\"value\":{" + value + "}}")
                .json();
    }

    @Test
    void areWhereRecordsOfATopicHaveTheirs() throws Exception {
        String topic = topic(1);
        String subject = topic + "-elsewhere";
        assertThat(registry("/subjects/" + subject + "/versions", "{\"schema\":\"\\\"int\\\"\"}")
                        .statusCode())
                .isEqualTo(200);
        String association = "{\"resourceName\":\"" + topic + "\",\"resourceNamespace\":\"lkc\",\"resourceId\":\""
                + UUID.randomUUID() + "\",\"associations\":[{\"subject\":\"" + subject + "\"}]}";
        HttpResponse<String> associated = registry("/associations", association);
        assertThat(associated.statusCode()).as(associated.body()).isEqualTo(200);

        JsonNode latest = produced(topic, ASSOCIATED + ",\"data\":1");
        JsonNode text = produced(topic, INT + "," + ASSOCIATED + ",\"data\":2");
        int id = latest.at("/value/schema_id").asInt();
        JsonNode byId = produced(topic, ASSOCIATED + ",\"schema_id\":" + id + ",\"data\":3");
        JsonNode byTopic =
                produced(topic, "\"subject_name_strategy\":\"TOPIC_NAME\",\"schema_id\":" + id + ",\"data\":4");

        assertThat(latest.at("/value/subject").asText()).as(latest.toString()).isEqualTo(subject);
        assertThat(latest.at("/value/schema_version").asInt()).isEqualTo(1);
        assertThat(text.at("/value/subject").asText()).isEqualTo(subject);
        assertThat(text.at("/value/schema_id").asInt()).isEqualTo(id);
        assertThat(byId.path("error_code").asInt()).as(byId.toString()).isEqualTo(200);
        assertThat(byTopic.path("error_code").asInt()).as("it is not there").isEqualTo(42205);
        assertThat(registry("/subjects/" + topic + "-value/versions", null).statusCode())
                .isEqualTo(404);
        assertThat(end(topic, 0)).isEqualTo(3);
    }

    @Test
    void areThoseOfTheTopicsNameWhereThereAreNone() throws Exception {
        String topic = topic(1);
        JsonNode written = produced(topic, INT + "," + ASSOCIATED + ",\"data\":1");
        assertThat(written.at("/value/subject").asText()).as(written.toString()).isEqualTo(topic + "-value");
    }
}
