package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST Proxy v3: clusters, topics, produce. */
abstract class V3Suite extends GatewaySuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BINARY = "application/vnd.kafka.binary.v2+json";
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private String cluster;

    V3Suite(BrokerKind kind) {
        super(kind);
    }

    @BeforeAll
    void findCluster() {
        cluster = "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    @Test
    void createsShowsAndDeletesATopic() throws Exception {
        String topic = "made-" + System.nanoTime();

        Reply made = http().post(cluster + "/topics", "application/json", """
                {"topic_name":"%s","partitions_count":2,"replication_factor":1,
                 "configs":[{"name":"cleanup.policy","value":"compact"}]}""".formatted(topic));
        Reply twice = http().post(cluster + "/topics", "application/json", "{\"topic_name\":\"" + topic + "\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("partitions_count").asInt()).isEqualTo(2);
        assertThat(made.json().at("/metadata/self").asText()).isEqualTo(url() + cluster + "/topics/" + topic);
        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.json().path("error_code").asInt()).isEqualTo(40002);
        assertThat(http().get(cluster + "/topics/" + topic).json()).isEqualTo(made.json());
        assertThat(http().get(cluster + "/topics").json().path("data").findValuesAsText("topic_name"))
                .contains(topic);
        JsonNode configs = http().get(cluster + "/topics/" + topic + "/configs").json();
        assertThat(IntStream.range(0, configs.path("data").size())
                        .mapToObj(i -> configs.path("data").get(i))
                        .filter(each -> each.path("name").asText().equals("cleanup.policy"))
                        .map(each -> each.path("value").asText() + each.path("is_default"))
                        .toList())
                .containsExactly("compactfalse");
        assertThat(http().call("DELETE", cluster + "/topics/" + topic, null).status())
                .isEqualTo(204);
        assertThat(http().call("DELETE", cluster + "/topics/" + topic, null).status())
                .isEqualTo(404);
    }

    @Test
    void triesATopicAndMakesOneWhereItIsWished() {
        String topic = "tried-" + System.nanoTime();

        Reply tried = http().post(
                        cluster + "/topics",
                        "application/json",
                        "{\"topic_name\":\"" + topic + "\",\"partitions_count\":3,\"validate_only\":true}");
        Reply missing = http().get(cluster + "/topics/" + topic);
        Reply made = http().post(
                        cluster + "/topics",
                        "application/json",
                        "{\"topic_name\":\"" + topic + "\",\"replicas_assignments\":{\"0\":[1],\"1\":[1]}}");
        Reply refused = http().post(
                        cluster + "/topics",
                        "application/json",
                        "{\"topic_name\":\"" + topic
                                + "-2\",\"replicas_assignments\":{\"0\":[7]},\"validate_only\":true}");

        assertThat(tried.status()).as(tried.text()).isEqualTo(200);
        assertThat(tried.json().path("partitions_count").asInt()).isEqualTo(3);
        assertThat(tried.json().path("replication_factor").asInt()).isEqualTo(1);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("partitions_count").asInt()).isEqualTo(2);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(40002);
    }

    @Test
    void givesATopicMorePartitions() throws Exception {
        String topic = topic(1);
        write(topic, 0, "a", "b");
        String path = cluster + "/topics/" + topic;
        // So the gateway knows how many there were.
        assertThat(http().post("/topics/" + topic + "/partitions/1", BINARY, "{\"records\":[{\"value\":\"\"}]}")
                        .status())
                .isEqualTo(404);

        Reply grown = patch(path, "{\"partitions_count\":3}");
        Reply shrunk = patch(path, "{\"partitions_count\":2}");

        assertThat(grown.status()).as(grown.text()).isEqualTo(200);
        assertThat(grown.json().path("topic_name").asText()).isEqualTo(topic);
        assertThat(shrunk.status()).as(shrunk.text()).isEqualTo(400);
        assertThat(shrunk.json().path("error_code").asInt()).isEqualTo(40002);
        assertThat(patch(cluster + "/topics/none", "{\"partitions_count\":2}")
                        .json()
                        .path("error_code")
                        .asInt())
                .isEqualTo(40401);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (http().get(path + "/partitions/2/offset").status() != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
        assertThat(http().get(path).json().path("partitions_count").asInt()).isEqualTo(3);
        assertThat(http().post("/topics/" + topic + "/partitions/1", BINARY, "{\"records\":[{\"value\":\"\"}]}")
                        .status())
                .as("what was known is forgotten")
                .isEqualTo(200);
        JsonNode offsets = http().get(path + "/partitions/0/offset?offset_type=earliest_and_latest")
                .json();
        assertThat(offsets.path("earliest_offset").asLong()).isZero();
        assertThat(offsets.path("latest_offset").asLong()).isEqualTo(2);
        assertThat(offsets.at("/metadata/self").asText()).isEqualTo(url() + path + "/partitions/0/offset");
    }

    private Reply patch(String path, String body) {
        return http().call("PATCH", path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    @Test
    void showsPartitionsAndReplicas() throws Exception {
        String path = cluster + "/topics/" + topic(2) + "/partitions";

        JsonNode partitions = http().get(path).json();
        JsonNode replica = http().get(path + "/1/replicas").json().at("/data/0");

        assertThat(partitions.path("data")).hasSize(2);
        assertThat(http().get(path + "/1").json()).isEqualTo(partitions.at("/data/1"));
        assertThat(replica.path("broker_id").asInt()).isEqualTo(1);
        assertThat(replica.path("is_leader").asBoolean()).isTrue();
        assertThat(replica.path("is_in_sync").asBoolean()).isTrue();
        assertThat(http().get(cluster + "/brokers")
                        .json()
                        .at("/data/0/broker_id")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void answersEachRecordOfAStreamWhileTheNextAreYetToCome() throws Exception {
        String topic = topic(2);

        try (RawStream stream = new RawStream(url(), cluster + "/topics/" + topic + "/records")) {
            stream.send("""
                    {"partition_id":1,"headers":[{"name":"h","value":"AQ=="},{"name":"n"}],
                     "key":{"type":"STRING","data":"k"},"value":{"type":"JSON","data":{"a":"}\\"{"}},
                     "timestamp":"2024-02-03T04:05:06.007Z"}""");
            JsonNode first = JSON.readTree(stream.line("{"));
            stream.send("{\"partition_id\":1,\"value\":{\"type\":\"BI");
            stream.send(
                    "NARY\",\"data\":\"*\"}}{\"partition_id\":1,\"value\":{\"type\":\"BINARY\",\"data\":\"AQI=\"}}");
            JsonNode second = JSON.readTree(stream.line("{"));
            JsonNode third = JSON.readTree(stream.line("{"));
            stream.send("{\"partition_id\":7}\n{\"partition_id\":");
            JsonNode fourth = JSON.readTree(stream.line("{"));
            stream.end();
            JsonNode last = JSON.readTree(stream.line("{"));

            assertThat(first.path("error_code").asInt()).isEqualTo(200);
            assertThat(first.path("topic_name").asText()).isEqualTo(topic);
            assertThat(first.path("offset").asLong()).isZero();
            assertThat(first.path("timestamp").asText()).isEqualTo("2024-02-03T04:05:06.007Z");
            assertThat(first.path("key").toString()).isEqualTo("{\"type\":\"STRING\",\"size\":1}");
            assertThat(second.path("error_code").asInt()).isEqualTo(42206);
            assertThat(third.path("offset").asLong()).isEqualTo(1);
            assertThat(fourth.path("error_code").asInt()).isEqualTo(40402);
            assertThat(last.path("message").asText()).contains("ends in the middle");
        }
        var records = records(topic, 1, 2);
        assertThat(new String(records.get(0).value(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"}\\\"{\"}");
        assertThat(records.get(0).timestamp())
                .isEqualTo(Instant.parse("2024-02-03T04:05:06.007Z").toEpochMilli());
        assertThat(records.get(0).headers().lastHeader("h").value()).containsExactly(1);
        assertThat(records.get(0).headers().lastHeader("n").value()).isNull();
        assertThat(records.get(1).value()).containsExactly(1, 2);
    }

    @Test
    void answersManyRecordsOfAStreamInTheirOrder() throws Exception {
        String topic = topic(1);
        int count = 3_000;
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("{\"value\":{\"type\":\"STRING\",\"data\":\"").append(i).append("\"}}");
        }

        Reply reply = http().post(cluster + "/topics/" + topic + "/records", "application/json", body.toString());

        String[] lines = reply.text().split("\n");
        assertThat(lines).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(JSON.readTree(lines[i]).path("offset").asInt()).isEqualTo(i);
        }
        assertThat(new String(records(topic, 0, count).get(count - 1).value(), StandardCharsets.UTF_8))
                .isEqualTo(Integer.toString(count - 1));
    }

    @Test
    void writesABatchAndTellsWhichEntriesFailed() throws Exception {
        String topic = topic(1);

        Reply reply = http().post(cluster + "/topics/" + topic + "/records:batch", "application/json", """
                {"entries":[{"id":"a","value":{"type":"JSON","data":1}},
                            {"id":"b","value":{"type":"NONE","data":1}},
                            {"id":"c","value":{"type":"JSON","data":3}}]}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("successes").findValuesAsText("id")).containsExactly("a", "c");
        assertThat(reply.json().path("successes").findValuesAsText("offset")).containsExactly("0", "1");
        assertThat(reply.json().path("failures").findValuesAsText("id")).containsExactly("b");
        assertThat(reply.json().at("/failures/0/message").asText())
                .contains("BINARY, JSON, STRING, AVRO, JSONSCHEMA, PROTOBUF");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET  | /v3/clusters/other             |                     | 404 | 404   | this gateway serves
            GET  | C/topics/none                  |                     | 404 | 40401 | Topic not found: none
            GET  | C/topics/none/configs          |                     | 404 | 40401 | Topic not found: none
            GET  | C/topics/T/partitions/1        |                     | 404 | 40402 | Partition not found
            POST | C/topics/none/records          | {}                  | 404 | 40401 | Topic not found: none
            GET  | C/topics/T/partitions/1/offset |                     | 404 | 40402 | Partition not found
            GET  | C/topics/none/partitions/0/offset |                  | 404 | 40401 | Topic not found: none
            GET  | C/topics/T/partitions/0/offset?offset_type=latest |  | 400 | 400   | offset_type is earliest_and_latest
            POST | C/topics                       | {"topic_name":"a","validate_only":1} | 400 | 400 | true or false
            POST | C/topics                       | {"topic_name":"a","replicas_assignments":{}} | 400 | 400 | array of its brokers
            POST | C/topics                       | {"topic_name":"a","replicas_assignments":{"x":[1]}} | 400 | 400 | array of its brokers
            POST | C/topics                       | {"topic_name":"a","partitions_count":1,"replicas_assignments":{"0":[1]}} | 400 | 400 | leave them out
            POST | C/topics                       | {}                  | 400 | 400   | topic_name is missing
            POST | C/topics                       | {"topic_name":"a","partitions_count":0} | 400 | 400 | from 1
            POST | C/topics/T/records:batch       | {"entries":[]}      | 422 | 42208 | one to 10 records
            POST | C/topics/T/records:batch       | {"entries":[{}]}    | 422 | 42208 | an id of its own
            POST | C/topics/T/records             | 17                  | 200 | 400   | JSON objects are expected
            POST | C/topics/T/records             | {]}                 | 200 | 400   | not valid JSON
            POST | C/topics/T/records             | {"timestamp":-1}    | 200 | 400   | timestamp is a time
            POST | C/topics/T/records             | {"headers":[{}]}    | 200 | 400   | a header is an object
            POST | C/topics/T/records             | {"x":1}             | 200 | 422   | Unrecognized field: x
            """)
    void saysWhatIsWrong(String method, String path, String body, int status, int code, String message)
            throws Exception {
        String topic = topic(1);
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);

        Reply reply = http().call(method, path.replace("C/", cluster + "/").replace("/T/", "/" + topic + "/"), bytes);

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
        assertThat(end(topic, 0)).isZero();
    }
}
