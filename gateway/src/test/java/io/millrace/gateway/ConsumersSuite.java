package io.millrace.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST Proxy v2: consumer instances. */
abstract class ConsumersSuite extends GatewaySuite {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final String BINARY = "application/vnd.kafka.binary.v2+json";
    private static final String JSON = "application/vnd.kafka.json.v2+json";
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    ConsumersSuite(BrokerKind kind) {
        super(kind);
    }

    private static String group() {
        return "g-" + System.nanoTime();
    }

    /** The path of a new instance. */
    private String instance(String group, String wishes) {
        Reply made = post("/consumers/" + group, wishes);
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        String path = "/consumers/" + group + "/instances/"
                + made.json().path("instance_id").asText();
        assertThat(made.json().path("base_uri").asText()).isEqualTo(url() + path);
        return path;
    }

    private Reply post(String path, String body) {
        return http().post(path, V2, body);
    }

    private void done(Reply reply) {
        assertThat(reply.text()).isEmpty();
        assertThat(reply.status()).isEqualTo(204);
    }

    private void subscribe(String instance, String topic) {
        done(post(instance + "/subscription", "{\"topics\":[\"" + topic + "\"]}"));
    }

    private JsonNode read(String instance, String type) {
        Reply reply = http().get(instance + "/records", "Accept", type);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo(type);
        return reply.json();
    }

    /** So many records, over as many reads as it takes. */
    private List<JsonNode> records(String instance, String type, int count) {
        List<JsonNode> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (found.size() < count) {
            read(instance, type).forEach(found::add);
            assertThat(System.nanoTime()).as("only " + found).isLessThan(deadline);
        }
        return found;
    }

    @Test
    void readsWhatItIsSubscribedToInEachFormat() throws Exception {
        String topic = topic(1);
        http().post("/topics/" + topic, JSON, "{\"records\":[{\"key\":\"k\",\"value\":{\"n\":1.5}},{\"value\":2}]}");

        String json = instance(group(), "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}");
        subscribe(json, topic);
        String binary = instance(group(), "{\"auto.offset.reset\":\"earliest\"}");
        subscribe(binary, topic);

        assertThat(records(json, JSON, 2).toString())
                .isEqualTo("[{\"topic\":\"%1$s\",\"key\":\"k\",\"value\":{\"n\":1.5},\"partition\":0,\"offset\":0}, "
                                .formatted(topic)
                        + "{\"topic\":\"%1$s\",\"key\":null,\"value\":2,\"partition\":0,\"offset\":1}]"
                                .formatted(topic));
        assertThat(records(binary, BINARY, 2).get(0).path("value").asText()).isEqualTo("eyJuIjoxLjV9");
        assertThat(http().get(json + "/subscription").text()).isEqualTo("{\"topics\":[\"" + topic + "\"]}");
        assertThat(http().get(json + "/assignments").text())
                .isEqualTo("{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}");
        done(http().call("DELETE", json + "/subscription", null));
        assertThat(http().get(json + "/subscription").text()).isEqualTo("{\"topics\":[]}");
        assertThat(http().get(json + "/records", "Accept", JSON)
                        .json()
                        .path("error_code")
                        .asInt())
                .isEqualTo(40903);
    }

    @Test
    void readsAvro() throws Exception {
        String topic = topic(1);
        http().post(
                        "/topics/" + topic,
                        AVRO,
                        "{\"value_schema\":\"[\\\"null\\\",\\\"long\\\"]\",\"records\":[{\"value\":{\"long\":7}}]}");
        String instance = instance(group(), "{\"format\":\"avro\",\"auto.offset.reset\":\"earliest\"}");
        subscribe(instance, topic);

        assertThat(records(instance, AVRO, 1).get(0).path("value").toString()).isEqualTo("{\"long\":7}");
    }

    @Test
    void goesOnWhereItsGroupHasCommitted() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2", "3", "4");
        String group = group();
        String wishes = "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\",\"auto.commit.enable\":\"false\"}";
        String place = "{\"topic\":\"" + topic + "\",\"partition\":0";
        byte[] asked = ("{\"partitions\":[" + place + "}]}").getBytes(UTF_8);

        String first = instance(group, wishes);
        subscribe(first, topic);
        records(first, JSON, 4);
        assertThat(http().call("GET", first + "/offsets", asked).text()).isEqualTo("{\"offsets\":[]}");
        // The record at offset 1 is the last one that the client is done with.
        Reply committed = post(first + "/offsets", "{\"offsets\":[" + place + ",\"offset\":1,\"metadata\":\"m\"}]}");
        JsonNode told = http().call("GET", first + "/offsets", asked).json();
        done(http().call("DELETE", first, null));

        String second = instance(group, wishes);
        subscribe(second, topic);
        List<JsonNode> rest = records(second, JSON, 2);
        assertThat(http().post(second + "/offsets", V2, "").status()).isEqualTo(200);
        done(http().call("DELETE", second, null));

        assertThat(committed.status()).isEqualTo(200);
        assertThat(told.at("/offsets/0/offset").asLong()).isEqualTo(2);
        assertThat(told.at("/offsets/0/metadata").asText()).isEqualTo("m");
        assertThat(rest.get(0).path("value").asInt()).isEqualTo(3);
        var offsets = admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(offsets.get(new TopicPartition(topic, 0)).offset()).isEqualTo(4);
        assertThat(http().call("DELETE", second, null).json().path("error_code").asInt())
                .isEqualTo(40403);
    }

    @Test
    void readsPartitionsThatAreAssignedFromWhereItIsTold() throws Exception {
        String topic = topic(2);
        write(topic, 0, "1", "2", "3");
        write(topic, 1, "4");
        String place = "{\"topic\":\"" + topic + "\",\"partition\":0";
        String instance = instance(group(), "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}");

        done(post(instance + "/assignments", "{\"partitions\":[" + place + "}]}"));
        assertThat(values(records(instance, JSON, 3))).containsExactly(1, 2, 3);
        done(post(instance + "/positions", "{\"offsets\":[" + place + ",\"offset\":2}]}"));
        assertThat(values(records(instance, JSON, 1))).containsExactly(3);
        done(post(instance + "/positions/beginning", "{\"partitions\":[" + place + "}]}"));
        assertThat(values(records(instance, JSON, 3))).containsExactly(1, 2, 3);
        done(post(instance + "/positions/beginning", "{\"partitions\":[" + place + "}]}"));
        done(post(instance + "/positions/end", "{\"partitions\":[" + place + "}]}"));
        CompletableFuture<List<JsonNode>> waiting = CompletableFuture.supplyAsync(() -> records(instance, JSON, 1));
        // Where the end is, it asks when it reads; so it may be before or behind the first of these.
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!waiting.isDone()) {
            write(topic, 0, "9");
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
        assertThat(values(waiting.get())).contains(9).doesNotContain(1, 2, 3);
        Reply other = post(instance + "/subscription", "{\"topics\":[\"" + topic + "\"]}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("error_code").asInt()).isEqualTo(40903);
        assertThat(other.json().path("message").asText()).contains("mutually exclusive");
    }

    private static List<Integer> values(List<JsonNode> records) {
        return records.stream().map(each -> each.path("value").asInt()).toList();
    }

    @Test
    void sharesTheTopicsOfAPatternAmongTheInstancesOfAGroup() throws Exception {
        String topic = topic(2);
        String group = group();
        String pattern = "{\"topic_pattern\":\"" + topic.substring(0, 20) + ".*\"}";
        String wishes = "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}";
        List<String> instances = List.of(instance(group, wishes), instance(group, wishes));
        instances.forEach(each -> done(post(each + "/subscription", pattern)));

        // Nobody reads, and yet both find their places.
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!instances.stream().allMatch(each -> assigned(each) == 1)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
        write(topic, 0, "1");
        write(topic, 1, "2");

        Set<Integer> seen = new HashSet<>();
        instances.forEach(each -> seen.addAll(values(records(each, JSON, 1))));
        assertThat(seen).containsExactly(1, 2);
    }

    private int assigned(String instance) {
        return http().get(instance + "/assignments").json().path("partitions").size();
    }

    @Test
    void givesNoMoreThanWasAskedForAndLosesNothing() throws Exception {
        String topic = topic(3);
        for (int partition = 0; partition < 3; partition++) {
            String[] written = new String[200];
            for (int i = 0; i < written.length; i++) {
                written[i] = Integer.toString(100_000 + partition * 1_000 + i);
            }
            write(topic, partition, written);
        }
        String instance = instance(group(), "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}");
        subscribe(instance, topic);

        List<Integer> seen = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (seen.size() < 600) {
            Reply reply = http().get(instance + "/records?max_bytes=61", "Accept", JSON);
            assertThat(reply.json().size()).isBetween(0, 10);
            reply.json().forEach(each -> seen.add(each.path("value").asInt()));
            assertThat(System.nanoTime()).as("only " + seen.size()).isLessThan(deadline);
        }

        assertThat(seen).doesNotHaveDuplicates().hasSize(600);
    }

    @Test
    void readsAgainWhatItsClientDidNotWaitFor() throws Exception {
        String topic = topic(1);
        String partition = "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}";
        String group = group();
        String instance = instance(
                group,
                "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\",\"auto.commit.enable\":\"false\","
                        + "\"fetch.min.bytes\":1000000,\"consumer.request.timeout.ms\":30000}");
        done(post(instance + "/assignments", partition));
        long deadline = System.nanoTime() + PATIENCE_NANOS;

        write(topic, 0, "1", "2");
        while (!leavesAReadThatHasTaken(2, instance, new ConsumerFigures(group))) {
            // The read was over before anybody could see what it had taken, as on a machine that stood still.
            done(post(instance + "/positions/beginning", partition));
            assertThat(System.nanoTime()).isLessThan(deadline);
        }

        List<JsonNode> found = new ArrayList<>();
        while (found.size() < 2) {
            Reply reply = http().get(instance + "/records?timeout=100");
            if (reply.status() == 200) {
                reply.json().forEach(found::add);
            } else {
                assertThat(reply.json().path("error_code").asInt()).isEqualTo(40903);
            }
            assertThat(System.nanoTime()).as("only " + found).isLessThan(deadline);
        }
        assertThat(values(found)).containsExactly(1, 2);
    }

    /** Asks for records, and goes away while the read waits for more than there are; false if it was answered before. */
    private boolean leavesAReadThatHasTaken(int records, String instance, ConsumerFigures figures) throws IOException {
        URI address = URI.create(url());
        long before = figures.polled();
        try (Socket client = new Socket(address.getHost(), address.getPort())) {
            client.getOutputStream()
                    .write(("GET " + instance + "/records HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n")
                            .getBytes(UTF_8));
            while (figures.polled() < before + records) {
                if (client.getInputStream().available() > 0) {
                    return false;
                }
                Pause.betweenLooks();
            }
            // While it waits for more nobody else can read.
            Reply other = http().get(instance + "/records?timeout=0");
            return other.json().path("error_code").asInt() == 40903;
        }
    }

    @Test
    void stopsAtARecordThatIsNotOfItsFormatUntilItIsPassedOver() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "{", "3");
        String instance = instance(group(), "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}");
        done(post(instance + "/assignments", "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}"));

        assertThat(values(records(instance, JSON, 1))).containsExactly(1);
        Reply refused = http().get(instance + "/records", "Accept", JSON);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (refused.status() == 200) {
            assertThat(refused.text()).isEqualTo("[]");
            assertThat(System.nanoTime()).isLessThan(deadline);
            refused = http().get(instance + "/records", "Accept", JSON);
            Pause.betweenLooks();
        }
        done(post(
                instance + "/positions", "{\"offsets\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":2}]}"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(42206);
        assertThat(refused.json().path("message").asText())
                .contains("offset 1 of " + topic + "-0")
                .contains("position to 2");
        assertThat(values(records(instance, JSON, 1))).containsExactly(3);
    }

    @Test
    void saysThatItHasNoPositionWhereItShallNotFindOneByItself() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2", "3");
        String place = "{\"topic\":\"" + topic + "\",\"partition\":0";
        String instance = instance(group(), "{\"format\":\"json\",\"auto.offset.reset\":\"none\"}");
        done(post(instance + "/assignments", "{\"partitions\":[" + place + "}]}"));

        Reply nowhere = refusedRead(instance);
        assertThat(nowhere.status()).isEqualTo(409);
        assertThat(nowhere.json().path("message").asText())
                .contains("has committed no offset for " + topic + "-0")
                .contains("set the position");

        done(post(instance + "/positions", "{\"offsets\":[" + place + ",\"offset\":9}]}"));
        assertThat(refusedRead(instance).json().path("message").asText())
                .contains("position in " + topic + "-0 is out of range");

        done(post(instance + "/positions", "{\"offsets\":[" + place + ",\"offset\":1}]}"));
        assertThat(values(records(instance, JSON, 2))).containsExactly(2, 3);
    }

    /** The first read that is no empty answer, as the consumer finds out a little later. */
    private Reply refusedRead(String instance) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Reply reply = http().get(instance + "/records", "Accept", JSON);
        while (reply.text().equals("[]")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            reply = http().get(instance + "/records", "Accept", JSON);
            Pause.betweenLooks();
        }
        assertThat(reply.json().path("error_code").asInt()).as(reply.text()).isEqualTo(40903);
        return reply;
    }

    @Test
    void commitsAsSoonAsItHasItsPlaceInTheGroup() throws Exception {
        String topic = topic(1);
        String group = group();
        String instance = instance(group, "{}");
        String offsets = "{\"offsets\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":6}]}";
        subscribe(instance, topic);

        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Reply committed = post(instance + "/offsets", offsets);
        while (committed.status() == 503) {
            assertThat(committed.json().path("error_code").asInt()).isEqualTo(50003);
            assertThat(committed.text()).contains("sharing out its partitions");
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
            committed = post(instance + "/offsets", offsets);
        }
        assertThat(committed.status()).as(committed.text()).isEqualTo(200);

        // Whoever is no member of the group cannot move what it has committed.
        String stranger = instance(group, "{}");
        done(post(stranger + "/assignments", "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}"));
        Reply refused = post(stranger + "/offsets", offsets);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(40903);
        assertThat(refused.text()).contains("use another group");
    }

    @Test
    void commitsNothingOfWhatIsNotThere() throws Exception {
        String topic = topic(1);
        String instance = instance(group(), "{}");
        String offset = "{\"offsets\":[{\"topic\":\"%s\",\"partition\":%d,\"offset\":6}]}";

        Reply noTopic = post(instance + "/offsets", offset.formatted(topic + "-none", 0));
        Reply noPartition = post(instance + "/offsets", offset.formatted(topic, 7));

        assertThat(noTopic.status()).as(noTopic.text()).isEqualTo(404);
        assertThat(noTopic.json().path("error_code").asInt()).isEqualTo(40401);
        assertThat(noTopic.text()).contains(topic + "-none");
        assertThat(noPartition.status()).as(noPartition.text()).isEqualTo(404);
        assertThat(noPartition.json().path("error_code").asInt()).isEqualTo(40402);
    }

    @Test
    void refusesASecondInstanceOfANameAndAnotherFormat() throws Exception {
        String group = group();
        String instance = instance(group, "{\"name\":\"a\",\"format\":\"json\"}");

        Reply twice = post("/consumers/" + group, "{\"name\":\"a\"}");
        Reply binary = http().get(instance + "/records", "Accept", BINARY);

        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.json().path("error_code").asInt()).isEqualTo(40902);
        assertThat(binary.status()).isEqualTo(406);
        assertThat(binary.json().path("error_code").asInt()).isEqualTo(40601);
        assertThat(http().get(instance + "/records", "Accept", "text/html").status())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /consumers/G                        | {"format":"xml"}               | 422 | 42204 | binary, json, avro, jsonschema or
            POST   | /consumers/G                        | {"auto.offset.reset":"first"}  | 422 | 42204 | latest or earliest
            POST   | /consumers/G                        | {"auto.commit.enable":"maybe"} | 422 | 42204 | true or false
            POST   | /consumers/G                        | {"fetch.min.bytes":"0"}        | 422 | 42204 | from 1 to 10000000
            POST   | /consumers/G                        | {"consumer.request.timeout.ms":"x"} | 422 | 42204 | is a number
            POST   | /consumers/G                        | {"name":"a/b"}                 | 422 | 42204 | name is one to 200
            POST   | /consumers/G                        | {"group.id":"g"}               | 422 | 422   | Unrecognized field
            POST   | /consumers/G                        | []                             | 400 | 400   | not a JSON object
            DELETE | /consumers/G/instances/none         |                                | 404 | 40403 | instance not found
            GET    | /consumers/G/instances/none/records |                                | 404 | 40403 | instance not found
            GET    | I/records                           |                                | 409 | 40903 | not subscribed
            GET    | I/records?max_bytes=x               |                                | 400 | 400   | max_bytes
            POST   | I/subscription                      | {}                             | 422 | 422   | topics is an array
            POST   | I/subscription                      | {"topics":[]}                  | 422 | 422   | one name at least
            POST   | I/subscription                      | {"topics":[1]}                 | 422 | 422   | array of names
            POST   | I/subscription                      | {"topics":["a"],"topic_pattern":"b"} | 409 | 40903 | exclusive
            POST   | I/subscription                      | {"topic_pattern":"("}          | 422 | 422   | regular expression
            POST   | I/subscription                      | {"topic_pattern":"(.*.*)*.*(.*)*x\\u0000"} | 422 | 422 | too long to match
            POST   | I/assignments                       | {"partitions":[{"topic":"t"}]} | 422 | 422   | partition is a number
            POST   | I/assignments                       | {"partitions":[{"topic":" ","partition":0}]} | 422 | 422 | topic is a name
            POST   | I/offsets                           | {"offsets":[{"topic":"t","partition":0,"offset":9223372036854775807}]} | 422 | 422 | from 0 to 9223372036854775806
            POST   | I/positions                         | {"offsets":[{"topic":"t","partition":0,"offset":-1}]} | 422 | 422 | offset is a number
            POST   | I/positions                         | {"offsets":[{"topic":"t","partition":0,"offset":1}]} | 409 | 40903 | t-0
            """)
    void saysWhatIsWrong(String method, String path, String body, int status, int code, String message)
            throws Exception {
        write(topic(1), 0, "1");
        String group = group();
        String written = path;
        if (path.startsWith("I/")) {
            written = instance(group, "{}") + path.substring(1);
        }

        Reply reply =
                http().call(method, written.replace("/G", "/" + group), body == null ? null : body.getBytes(UTF_8));

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }
}
