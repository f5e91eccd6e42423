package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST Proxy v3: brokers, configs, consumer groups. */
abstract class V3AdminSuite extends GatewaySuite {
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String JSON = "application/json";

    private String cluster;

    V3AdminSuite(BrokerKind kind) {
        super(kind);
    }

    @BeforeAll
    void findCluster() {
        cluster = "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    private JsonNode got(String path) {
        Reply reply = http().get(path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private void done(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(204);
    }

    private Reply put(String path, String body) {
        return http().call("PUT", path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", JSON);
    }

    /** What a cluster's change becomes is not known to each broker at once, nor what was not there before. */
    private JsonNode until(String path, String field, String value) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Reply found = http().get(path);
        while (found.status() != 200 || !found.json().path(field).asText().equals(value)) {
            assertThat(System.nanoTime()).as("still %s", found.text()).isLessThan(deadline);
            found = http().get(path);
            Pause.betweenLooks();
        }
        return found.json();
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.path("data").spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }

    @Test
    void linksOfTheClusterLeadSomewhere() {
        JsonNode shown = got(cluster);
        for (String link : new String[] {
            "controller", "brokers", "broker_configs", "topics", "consumer_groups", "partition_reassignments"
        }) {
            String path = shown.path(link).path("related").asText();
            assertThat(path).startsWith(url());
            assertThat(got(path.substring(url().length())).at("/metadata/self").asText())
                    .isEqualTo(path);
        }
        Reply acls = http().get(shown.at("/acls/related").asText().substring(url().length()));
        assertThat(acls.status()).as("no authorizer").isEqualTo(400);
    }

    @Test
    void showsBrokersAndReplicas() throws Exception {
        JsonNode broker = got(cluster + "/brokers").at("/data/0");
        String replica = cluster + "/topics/" + topic(1) + "/partitions/0/replicas";

        assertThat(broker.path("broker_id").asInt()).isEqualTo(1);
        assertThat(kind().bootstrapServers())
                .contains(
                        broker.path("host").asText() + ":" + broker.path("port").asInt());
        assertThat(got(cluster + "/brokers/1")).isEqualTo(broker);
        assertThat(got(replica + "/1")).isEqualTo(got(replica).at("/data/0"));
        assertThat(http().get(replica + "/2").status()).isEqualTo(404);
        assertThat(http().get(cluster + "/brokers/2").status()).isEqualTo(404);
    }

    @Test
    void findsTheReplicasOfABroker() throws Exception {
        String topic = topic(2);
        JsonNode broker = got(cluster + "/brokers/1");

        JsonNode held = got(broker.at("/partition_replicas/related").asText().substring(url().length()));

        List<JsonNode> ofTopic = StreamSupport.stream(held.path("data").spliterator(), false)
                .filter(each -> each.path("topic_name").asText().equals(topic))
                .toList();
        assertThat(held.path("kind").asText()).isEqualTo("KafkaReplicaList");
        assertThat(ofTopic).hasSize(2);
        assertThat(ofTopic.get(1)).isEqualTo(got(cluster + "/topics/" + topic + "/partitions/1/replicas/1"));
        assertThat(texts(held, "broker_id")).containsOnly("1");
    }

    @Test
    void nothingMovesWhereNobodyMovedAnything() throws Exception {
        String topic = cluster + "/topics/" + topic(1);

        assertThat(got(cluster + "/topics/-/partitions/-/reassignment").path("data"))
                .isEmpty();
        JsonNode ofTopic = got(topic + "/partitions/-/reassignment");
        assertThat(ofTopic.path("kind").asText()).isEqualTo("KafkaReassignmentList");
        assertThat(ofTopic.path("data")).isEmpty();
        assertThat(got(topic).at("/partition_reassignments/related").asText())
                .isEqualTo(ofTopic.at("/metadata/self").asText());
        assertThat(got(topic + "/partitions/0").at("/reassignment/related").asText())
                .isEqualTo(url() + topic + "/partitions/0/reassignment");
    }

    @Test
    void showsConfigsOfAllTopicsAndOfAllBrokers() throws Exception {
        String topic = topic(1);
        done(put(cluster + "/topics/" + topic + "/configs/retention.ms", "{\"value\":\"1003\"}"));
        JsonNode set = until(cluster + "/topics/" + topic + "/configs/retention.ms", "value", "1003");

        JsonNode ofTopics = got(cluster + "/topics/-/configs");
        JsonNode ofBrokers = got(cluster + "/brokers/-/configs");

        assertThat(ofTopics.path("data")).contains(set);
        assertThat(texts(ofTopics, "topic_name")).isSorted();
        assertThat(StreamSupport.stream(ofTopics.path("data").spliterator(), false)
                        .filter(each -> each.path("topic_name").asText().equals(topic)))
                .containsExactlyElementsOf(
                        got(cluster + "/topics/" + topic + "/configs").path("data"));
        assertThat(ofBrokers.path("kind").asText()).isEqualTo("KafkaBrokerConfigList");
        assertThat(texts(ofBrokers, "broker_id")).containsOnly("1");
        assertThat(texts(ofBrokers, "name")).isEqualTo(texts(got(cluster + "/brokers/1/configs"), "name"));
    }

    @Test
    void changesConfigsOfSeveralTopicsEachByItself() throws Exception {
        String first = topic(1);
        String second = topic(1);
        String third = topic(1);
        String alter = cluster + "/topics/-/configs:alter";
        String change = """
                {"topic_name":"%s","configs":[{"name":"retention.ms","value":"%s"},{"name":"cleanup.policy","value":"compact"}]}""";

        Reply tried =
                http().post(alter, JSON, "{\"validate_only\":true,\"data\":[" + change.formatted(first, "1") + "]}");
        Reply both = http().post(
                        alter,
                        JSON,
                        "{\"data\":[" + change.formatted(first, "1004") + "," + change.formatted(second, "1005")
                                + "]}");
        Reply some = http().post(
                        alter,
                        JSON,
                        "{\"data\":[" + change.formatted(third, "1006") + "," + change.formatted(second, "long") + ","
                                + change.formatted("none", "1") + "]}");

        done(tried);
        done(both);
        until(cluster + "/topics/" + first + "/configs/retention.ms", "value", "1004");
        until(cluster + "/topics/" + second + "/configs/retention.ms", "value", "1005");
        assertThat(some.status()).as(some.text()).isEqualTo(207);
        JsonNode failures = some.json().path("failures");
        assertThat(failures.findValuesAsText("topic_name")).containsExactlyInAnyOrder("none", second);
        for (JsonNode each : failures) {
            boolean isThere = each.path("topic_name").asText().equals(second);
            assertThat(each.path("error_code").asInt()).isEqualTo(isThere ? 40002 : 40401);
            assertThat(each.path("message").asText()).contains(isThere ? "retention.ms" : "none");
        }
        until(cluster + "/topics/" + third + "/configs/retention.ms", "value", "1006");
        assertThat(got(cluster + "/topics/" + second + "/configs/retention.ms")
                        .path("value")
                        .asText())
                .isEqualTo("1005");
    }

    @Test
    void changesConfigsOfATopic() throws Exception {
        String configs = cluster + "/topics/" + topic(1) + "/configs";

        done(put(configs + "/retention.ms", "{\"value\":\"1000\"}"));
        JsonNode set = until(configs + "/retention.ms", "value", "1000");
        done(http().post(configs + ":alter", JSON, """
                {"data":[{"name":"retention.ms","operation":"DELETE"},{"name":"cleanup.policy","value":"compact"}]}"""));
        JsonNode other = until(configs + "/cleanup.policy", "value", "compact");
        done(http().post(
                        configs + ":alter",
                        JSON,
                        "{\"data\":[{\"name\":\"cleanup.policy\",\"operation\":\"DELETE\"}],\"validate_only\":true}"));
        Reply half = http().post(configs + ":alter", JSON, """
                {"data":[{"name":"cleanup.policy","value":"delete"},{"name":"retention.ms","value":"long"}]}""");

        assertThat(set.path("source").asText()).isEqualTo("DYNAMIC_TOPIC_CONFIG");
        assertThat(set.path("is_default").asBoolean()).isFalse();
        assertThat(set.at("/synonyms/0/value").asText()).isEqualTo("1000");
        assertThat(set.at("/metadata/self").asText()).isEqualTo(url() + configs + "/retention.ms");
        assertThat(other.path("kind").asText()).isEqualTo("KafkaTopicConfig");
        assertThat(half.status()).isEqualTo(400);
        assertThat(half.json().path("message").asText()).contains("retention.ms");
        assertThat(got(configs + "/retention.ms").path("source").asText()).isNotEqualTo("DYNAMIC_TOPIC_CONFIG");
        assertThat(got(configs + "/cleanup.policy").path("value").asText()).isEqualTo("compact");
        done(http().call("DELETE", configs + "/cleanup.policy", null));
        assertThat(until(configs + "/cleanup.policy", "value", "delete")
                        .path("is_default")
                        .asBoolean())
                .isTrue();
        assertThat(texts(got(configs), "name"))
                .contains("cleanup.policy", "retention.ms")
                .isSorted();
    }

    @ParameterizedTest
    @CsvSource({"/brokers/1/configs, KafkaBrokerConfig", "/broker-configs, KafkaClusterConfig"})
    void changesConfigsOfBrokers(String path, String kind) {
        String configs = cluster + path;

        done(put(configs + "/log.retention.ms", "{\"value\":604800001}"));
        JsonNode set = until(configs + "/log.retention.ms", "value", "604800001");
        List<String> names = texts(got(configs), "name");
        done(http().post(
                        configs + ":alter",
                        JSON,
                        "{\"data\":[{\"name\":\"log.retention.ms\",\"operation\":\"DELETE\"}]}"));

        assertThat(set.path("kind").asText()).isEqualTo(kind);
        assertThat(set.path("source").asText()).startsWith("DYNAMIC_");
        assertThat(names).contains("log.retention.ms");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (http().get(configs + "/log.retention.ms").text().contains("604800001")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
    }

    @Test
    void showsGroupsTheirMembersAndHowFarTheyAreBehind() throws Exception {
        String topic = topic(2);
        String name = "g/" + System.nanoTime();
        write(topic, 0, "1", "2", "3");
        write(topic, 1, "1");
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kind().bootstrapServers(),
                "group.id",
                name,
                "client.id",
                "c",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false");
        String group = cluster + "/consumer-groups/" + name.replace("/", "%2F");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (consumer.assignment().size() < 2) {
                consumer.poll(Duration.ofMillis(100));
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            consumer.commitSync(Map.of(
                    new TopicPartition(topic, 0), new OffsetAndMetadata(1),
                    new TopicPartition(topic, 1), new OffsetAndMetadata(1)));

            JsonNode shown = got(group);
            JsonNode member = got(group + "/consumers").at("/data/0");
            String consumerPath =
                    group + "/consumers/" + member.path("consumer_id").asText();

            assertThat(shown.path("consumer_group_id").asText()).isEqualTo(name);
            assertThat(shown.path("state").asText()).isEqualTo("STABLE");
            assertThat(shown.path("partition_assignor").asText()).isEqualTo("range");
            assertThat(shown.at("/coordinator/related").asText()).isEqualTo(url() + cluster + "/brokers/1");
            assertThat(shown.at("/lag_summary/related").asText()).isEqualTo(url() + group + "/lag-summary");
            assertThat(texts(got(cluster + "/consumer-groups"), "consumer_group_id"))
                    .contains(name);
            assertThat(member.path("client_id").asText()).isEqualTo("c");
            assertThat(got(consumerPath)).isEqualTo(member);
            JsonNode assignments = got(consumerPath + "/assignments");
            assertThat(texts(assignments, "partition_id")).containsExactly("0", "1");
            assertThat(got(consumerPath + "/assignments/" + topic + "/partitions/1"))
                    .isEqualTo(assignments.at("/data/1"));
            requireLags(group, topic, member.path("consumer_id").asText());
            assertThat(http().get(consumerPath + "/assignments/" + topic + "/partitions/7")
                            .status())
                    .isEqualTo(404);
        }
        until(group, "state", "EMPTY");
        assertThat(got(group + "/consumers").path("data")).isEmpty();
        requireLags(group, topic, "");
        assertThat(got(group + "/lag-summary").path("max_lag_consumer").isNull())
                .isTrue();
    }

    /** One of three records of the first partition, and the one of the second, are done. */
    private void requireLags(String group, String topic, String consumer) {
        JsonNode lags = got(group + "/lags");
        JsonNode summary = got(group + "/lag-summary");
        assertThat(texts(lags, "lag")).containsExactly("2", "0");
        assertThat(texts(lags, "current_offset")).containsExactly("1", "1");
        assertThat(texts(lags, "log_end_offset")).containsExactly("3", "1");
        assertThat(texts(lags, "consumer_id")).containsOnly(consumer);
        assertThat(got(group + "/lags/" + topic + "/partitions/0")).isEqualTo(lags.at("/data/0"));
        assertThat(summary.path("max_lag").asLong()).isEqualTo(2);
        assertThat(summary.path("total_lag").asLong()).isEqualTo(2);
        assertThat(summary.path("max_lag_partition_id").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /consumer-groups/none             |                              | 404 | 40405 | Consumer group none
            GET    | /consumer-groups/none/lags        |                              | 404 | 40405 | Consumer group none
            GET    | /topics/none/configs/retention.ms |                              | 404 | 40401 | Topic not found: none
            PUT    | /topics/none/configs/retention.ms | {"value":"1"}                | 404 | 40401 | Topic not found: none
            GET    | /topics/T/configs/none            |                              | 404 | 404   | Config none cannot be
            PUT    | /topics/T/configs/none            | {"value":"1"}                | 400 | 40002 | none
            PUT    | /topics/T/configs/retention.ms    | {}                           | 400 | 400   | takes a value
            PUT    | /topics/T/configs/retention.ms    | {"value":[]}                 | 400 | 400   | is a string
            PUT    | /topics/T/configs/retention.ms    | {"value":"1","x":1}          | 422 | 422   | Unrecognized field: x
            POST   | /topics/T/configs:alter           | {"data":[]}                  | 400 | 400   | one change at least
            POST   | /topics/T/configs:alter           | {"data":[{"value":"1"}]}     | 400 | 400   | an object with name
            POST   | /topics/T/configs:alter           | {"data":[{"name":"a","value":"1"},{"name":"a","value":"2"}]} | 400 | 400 | a is there twice
            POST   | /topics/T/configs:alter           | {"data":[{"name":"a","operation":"ADD"}]} | 400 | 400 | SET or DELETE
            POST   | /topics/T/configs:alter           | {"data":[{"name":"a","value":"1","operation":"DELETE"}]} | 400 | 400 | takes no value
            POST   | /topics/T/configs:alter           | {"data":[{"name":"a","value":"1"}],"validate_only":1} | 400 | 400 | true or false
            GET    | /brokers/7/configs                |                              | 404 | 404   | Broker 7 cannot be
            GET    | /brokers/x                        |                              | 404 | 404   | Broker x cannot be
            GET    | /brokers/7/partition-replicas     |                              | 404 | 404   | Broker 7 cannot be
            GET    | /topics/none/partitions/-/reassignment |                         | 404 | 40401 | Topic not found: none
            GET    | /topics/T/partitions/0/reassignment |                            | 404 | 404   | No replica of the partition
            GET    | /topics/T/partitions/7/reassignment |                            | 404 | 40402 | Partition not found
            POST   | /topics/-/configs:alter           | {"data":[]}                  | 400 | 400   | of 1 to 1000 topics
            POST   | /topics/-/configs:alter           | {"data":[{"configs":[]}]}    | 400 | 400   | topic_name and configs
            POST   | /topics/-/configs:alter           | {"data":[{"topic_name":"a"}]} | 400 | 400  | configs is an array
            POST   | /topics/-/configs:alter           | {"data":[{"topic_name":"a","configs":[{"name":"b","value":"1"}]},{"topic_name":"a","configs":[{"name":"b","value":"1"}]}]} | 400 | 400 | a is there twice
            POST   | /topics/-/configs:alter           | {"data":[{"topic_name":"a","x":1}]} | 422 | 422 | Unrecognized field: x
            GET    | /acls?resource_type=THING         |                              | 400 | 400   | resource_type is one of ANY
            GET    | /acls?type=TOPIC                  |                              | 400 | 400   | no query parameter type
            DELETE | /acls?resource_type=TOPIC         |                              | 400 | 400   | pattern_type is missing
            POST   | /acls                             | {"resource_type":"ANY"}      | 400 | 400   | TOPIC, GROUP
            POST   | /acls                             | {"resource_type":"TOPIC"}    | 400 | 400   | resource_name is missing
            POST   | /acls:batch                       | {"data":[]}                  | 400 | 400   | 1 to 1000 ACLs
            """)
    void saysWhatIsWrong(String method, String path, String body, int status, int code, String message)
            throws Exception {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);

        Reply reply = http().call(method, cluster + path.replace("/T/", "/" + topic(1) + "/"), bytes);

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }
}
