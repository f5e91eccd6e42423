package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.HttpCaller.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas of a context whose ids are those of others in the default one. */
class SchemaContextsIT extends GatewaySuite {
    private static final String ORDER =
            "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"n\",\"type\":\"long\"}]}";

    private static final long PATIENCE_NANOS = 90_000_000_000L;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private String context;
    private String topics;

    SchemaContextsIT() {
        super(BrokerKind.MILLRACE);
    }

    @BeforeEach
    void prepare() throws Exception {
        context = ":.c" + UUID.randomUUID() + ":";
        // So that the default context has the first id, too.
        register("someone-value", "\"boolean\"");
        topics = "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText() + "/topics/";
    }

    private JsonNode registry(String path, JsonNode body) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(kind().registryUrl() + path))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private int register(String subject, String schema) throws Exception {
        return registry(
                        "/subjects/" + subject + "/versions",
                        json.createObjectNode().put("schema", schema))
                .path("id")
                .asInt();
    }

    private JsonNode produced(String topic, String value) {
        return http().post(topics + topic + "/records", "application/json", "{\"value\":{" + value + "}}")
                .json();
    }

    /** The value of the first record, or what was answered instead. */
    private String read(String topic) {
        Reply reply = http().get("/topics/" + topic + "/partitions/0/records?value_format=avro");
        JsonNode value = reply.json().at("/records/0/value");
        return value.isMissingNode() ? reply.text() : value.toString();
    }

    @Test
    void areFoundByTheSubjectOfTheTopic() throws Exception {
        String topic = topic(1);
        int id = register(context + topic + "-value", ORDER);
        assertThat(id).isEqualTo(1);

        JsonNode named =
                produced(topic, "\"subject\":\"" + context + topic + "-value\",\"schema_id\":1,\"data\":{\"n\":7}");
        JsonNode byId = produced(topic, "\"schema_id\":1,\"data\":{\"n\":8}");

        assertThat(named.path("error_code").asInt()).as(named.toString()).isEqualTo(200);
        assertThat(byId.path("error_code").asInt()).as(byId.toString()).isEqualTo(200);
        assertThat(read(topic)).isEqualTo("{\"n\":7}");
        assertThat(instanceRead(topic)).isEqualTo("{\"n\":7}");
    }

    private String instanceRead(String topic) {
        String v2 = "application/vnd.kafka.v2+json";
        String group = "/consumers/" + topic;
        http().post(group, v2, "{\"name\":\"a\",\"format\":\"avro\",\"auto.offset.reset\":\"earliest\"}");
        String instance = group + "/instances/a";
        http().post(instance + "/assignments", v2, "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Reply reply = http().get(instance + "/records");
        while (reply.text().equals("[]")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            reply = http().get(instance + "/records");
        }
        return reply.status() == 200 ? reply.json().at("/0/value").toString() : reply.text();
    }

    @Test
    void areFoundByTheSubjectThatTheTopicIsAssociatedWith() throws Exception {
        String topic = topic(1);
        String subject = context + "shared";
        assertThat(register(subject, ORDER)).isEqualTo(1);
        JsonNode association = json.readTree("{\"resourceName\":\"" + topic + "\",\"resourceNamespace\":\"lkc\","
                + "\"resourceId\":\"" + UUID.randomUUID() + "\",\"associations\":[{\"subject\":\"" + subject + "\"}]}");
        registry("/associations", association);

        JsonNode written = produced(topic, "\"subject_name_strategy\":\"ASSOCIATED_NAME\",\"data\":{\"n\":9}");

        assertThat(written.path("error_code").asInt()).as(written.toString()).isEqualTo(200);
        assertThat(written.at("/value/schema_id").asInt()).isEqualTo(1);
        assertThat(read(topic)).isEqualTo("{\"n\":9}");
    }

    @Test
    void doNotStandInForThoseOfTheDefaultOne() throws Exception {
        String topic = topic(1);
        register(context + "other-value", ORDER);
        int id = register(topic + "-value", "\"string\"");
        JsonNode written = produced(topic, "\"schema_id\":" + id + ",\"data\":\"s\"");

        assertThat(written.path("error_code").asInt()).as(written.toString()).isEqualTo(200);
        assertThat(read(topic)).isEqualTo("\"s\"");
    }
}
