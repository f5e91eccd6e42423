package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /groups/{group}/records}: reading as a group, with a token that any gateway takes. */
abstract class GroupsSuite extends GatewaySuite {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    GroupsSuite(BrokerKind kind) {
        super(kind);
    }

    private static String group() {
        return "g-" + System.nanoTime();
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new);
    }

    /** The offsets that the group has committed of a topic, of all its partitions together. */
    private long committed(String group, String topic) throws Exception {
        return admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic))
                .mapToLong(each -> each.getValue().offset())
                .sum();
    }

    private int members(String group) throws Exception {
        return admin().describeConsumerGroups(List.of(group))
                .all()
                .get()
                .get(group)
                .members()
                .size();
    }

    @Test
    void showsRecordsAsReadsByOffsetDo() throws Exception {
        String topic = topic(1);
        write(topic, 0, "a", "b");

        Reply reply = GroupClient.of(group(), topic).ask(http(), "");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode read = http().get("/topics/" + topic + "/partitions/0/records?format=string")
                .json();
        assertThat(reply.json().path("records")).isEqualTo(read.path("records"));
    }

    @Test
    void goesOnAtAnyGatewayAndGivesEachRecordOnce() throws Exception {
        String topic = topic(3);
        String group = group();
        for (int partition = 0; partition < 3; partition++) {
            write(topic, partition, numbers(partition * 100, partition * 100 + 100));
        }

        List<String> seen = new ArrayList<>();
        GroupClient client = GroupClient.of(group, topic);
        try (GatewayServer second = kind().gateway(properties())) {
            List<HttpCaller> nodes = List.of(http(), new HttpCaller(second.url()));
            for (int turn = 0; seen.size() < 300; turn++) {
                // Twice at the same one, and then at the other.
                seen.addAll(client.read(nodes.get(turn / 2 % 2), 37));
                assertThat(turn).isLessThan(100);
            }
            assertThat(members(group)).as("one place, whoever has it").isEqualTo(1);
        }

        assertThat(seen).containsExactlyInAnyOrder(numbers(0, 300));
        assertThat(committed(group, topic))
                .as("the last answer is yet to be acknowledged")
                .isLessThan(300);
        assertThat(client.read(http(), 1)).isEmpty();
        assertThat(committed(group, topic)).isEqualTo(300);
    }

    @Test
    void handsOutAgainWhatWasNotAcknowledgedAndNeverWhatWas() throws Exception {
        String topic = topic(1);
        write(topic, 0, numbers(0, 30));
        GroupClient client = GroupClient.of(group(), topic);
        try (GatewayServer second = kind().gateway(properties())) {
            HttpCaller other = new HttpCaller(second.url());
            assertThat(client.values(http(), 10, 10)).containsExactly(numbers(0, 10));
            String first = client.token();

            // Its answers are lost, here and there.
            assertThat(client.read(http(), 10)).containsExactly(numbers(10, 20));
            client.use(first);
            assertThat(client.read(other, 5)).containsExactly(numbers(10, 15));
            client.use(first);
            assertThat(client.read(http(), 10)).containsExactly(numbers(10, 20));

            // A token that was used, behind one that was used later.
            String second20 = client.token();
            assertThat(client.read(http(), 5)).containsExactly(numbers(20, 25));
            client.use(first);
            assertThat(client.read(http(), 5)).containsExactly(numbers(20, 25));
            client.use(first);
            assertThat(client.read(other, 5)).containsExactly(numbers(20, 25));
            client.use(second20);
            assertThat(client.read(other, 10)).containsExactly(numbers(20, 30));
        }
    }

    @Test
    void goesOnWhereAGatewayWasThatStopped() throws Exception {
        String topic = topic(2);
        String group = group();
        write(topic, 0, numbers(0, 50));
        write(topic, 1, numbers(50, 100));
        GroupClient client = GroupClient.of(group, topic);
        List<String> seen = new ArrayList<>();
        try (GatewayServer stopped = kind().gateway(properties())) {
            seen.addAll(client.values(new HttpCaller(stopped.url()), 30, 30));
        }
        assertThat(members(group)).as("it keeps its place").isEqualTo(1);

        seen.addAll(client.values(http(), 70, 30));

        assertThat(seen).containsExactlyInAnyOrder(numbers(0, 100));
    }

    @Test
    void sharesPartitionsAmongMembers() throws Exception {
        String topic = topic(4);
        String group = group();
        List<GroupClient> clients = List.of(GroupClient.of(group, topic), GroupClient.of(group, topic));
        try (GatewayServer second = kind().gateway(properties())) {
            List<HttpCaller> nodes = List.of(http(), new HttpCaller(second.url()));
            Map<String, Set<Integer>> partitions = new HashMap<>();
            Set<String> seen = new TreeSet<>();
            long began = System.nanoTime();
            // Until both have had something of two partitions each in one round, and nothing is missing.
            int written = 0;
            while (!partitions.values().stream().allMatch(each -> each.size() == 2)
                    || partitions.size() < 2
                    || seen.size() < written) {
                assertThat(System.nanoTime() - began).as("only " + partitions).isLessThan(PATIENCE_NANOS);
                if (seen.size() == written) {
                    partitions.clear();
                    for (int partition = 0; partition < 4; partition++) {
                        write(topic, partition, "v" + written++);
                    }
                }
                for (int i = 0; i < 2; i++) {
                    Reply reply = clients.get(i).ask(nodes.get(i), "");
                    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
                    for (JsonNode each : reply.json().path("records")) {
                        seen.add(each.path("value").asText());
                        partitions
                                .computeIfAbsent("client " + i, absent -> new TreeSet<>())
                                .add(each.path("partition").asInt());
                    }
                }
            }
            assertThat(members(group)).isEqualTo(2);
            assertThat(partitions.get("client 0")).doesNotContainAnyElementsOf(partitions.get("client 1"));
        }
    }

    @Test
    void sharesItsGroupWithConsumersOfKafka() throws Exception {
        String topic = topic(2);
        String group = group();
        GroupClient client = GroupClient.of(group, topic);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kind().bootstrapServers(), "group.id", group, "auto.offset.reset", "earliest");
        Set<Integer> clients = new TreeSet<>();
        Set<Integer> consumers = new TreeSet<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long began = System.nanoTime();
            // Until each has had something of its own partition, and nothing of the other's.
            while (clients.size() != 1 || consumers.size() != 1 || clients.equals(consumers)) {
                assertThat(System.nanoTime() - began)
                        .as(clients + " and " + consumers)
                        .isLessThan(PATIENCE_NANOS);
                clients.clear();
                consumers.clear();
                write(topic, 0, "0");
                write(topic, 1, "1");
                client.read(http(), 100).forEach(each -> clients.add(Integer.valueOf(each)));
                consumer.poll(Duration.ofMillis(200)).forEach(each -> consumers.add(each.partition()));
            }
            assertThat(members(group)).isEqualTo(2);
        }
        assertThat(client.leave(http()).status()).isEqualTo(204);
    }

    @Test
    void leavingAcknowledgesAndFreesThePartitions() throws Exception {
        String topic = topic(2);
        String group = group();
        write(topic, 0, numbers(0, 10));
        write(topic, 1, numbers(10, 20));
        GroupClient leaving = GroupClient.of(group, topic);
        List<String> seen = leaving.values(http(), 12, 12);

        assertThat(leaving.leave(http()).status()).isEqualTo(204);

        assertThat(committed(group, topic)).isEqualTo(12);
        assertThat(members(group)).isZero();
        seen.addAll(GroupClient.of(group, topic).values(http(), 8, 100));
        assertThat(seen).containsExactlyInAnyOrder(numbers(0, 20));
    }

    @Test
    void leavesAtAnotherGatewayThanItReadAt() throws Exception {
        String topic = topic(1);
        String group = group();
        write(topic, 0, numbers(0, 10));
        try (GatewayServer second = kind().gateway(properties())) {
            GroupClient leaving = GroupClient.of(group, topic);
            leaving.values(new HttpCaller(second.url()), 10, 10);

            assertThat(leaving.leave(http()).status()).isEqualTo(204);

            assertThat(committed(group, topic)).isEqualTo(10);
            assertThat(members(group)).isZero();
        }
    }

    @Test
    void waitsForARecord() throws Exception {
        String topic = topic(1);
        GroupClient client = GroupClient.of(group(), topic);
        assertThat(client.read(http(), 10)).isEmpty();
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> client.ask(http(), "&max_wait_ms=30000"));

        write(topic, 0, "late");

        JsonNode found = waiting.get().json().path("records");
        if (found.isEmpty()) {
            // On a machine that stood still for half a minute.
            assertThat(client.values(http(), 1, 1)).containsExactly("late");
        } else {
            assertThat(found.get(0).path("value").asText()).isEqualTo("late");
        }
    }

    @Test
    void beginsAtTheEndIfItIsToldAndStaysThere() throws Exception {
        String topic = topic(1);
        String group = group();
        write(topic, 0, "old");
        String wishes = "{\"topics\":[\"" + topic + "\"],\"offset\":\"latest\"}";
        GroupClient unheard = GroupClient.with(group, wishes);
        assertThat(unheard.read(http(), 10)).isEmpty();
        long began = System.nanoTime();
        while (committed(group, topic) != 1) {
            unheard.read(http(), 10);
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }

        String empty = unheard.token();
        write(topic, 0, "new");
        assertThat(unheard.values(http(), 1, 1)).containsExactly("new");
        // It ends without the token of that.
        unheard.use(empty);
        assertThat(unheard.leave(http()).status()).isEqualTo(204);

        // Whoever comes next does not begin at what is the end by now.
        assertThat(GroupClient.with(group, wishes).values(http(), 1, 1)).containsExactly("new");
    }

    @Test
    void passesOverWhatWasDeletedAndNoMoreAlsoWhereItBeganAtTheEnd() throws Exception {
        String topic = topic(1);
        GroupClient client = GroupClient.with(
                "deleted-" + UUID.randomUUID(), "{\"topics\":[\"" + topic + "\"],\"offset\":\"latest\"}");
        assertThat(client.read(http(), 1)).isEmpty();
        write(topic, 0, "1", "2", "3", "4", "5", "6");
        assertThat(client.values(http(), 2, 1)).containsExactly("1", "2");

        admin().deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(4)))
                .all()
                .get();

        assertThat(client.values(http(), 2, 2)).containsExactly("5", "6");
        assertThat(client.leave(http()).status()).isEqualTo(204);
    }

    @Test
    void movesOnBehindWhatWasAborted() throws Exception {
        String topic = topic(1);
        String group = group();
        try (var producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "aborted".getBytes(StandardCharsets.UTF_8)))
                    .get();
            producer.abortTransaction();
        }
        GroupClient client = GroupClient.of(group, topic);
        long began = System.nanoTime();
        while (committed(group, topic) != 2) {
            assertThat(client.read(http(), 10)).isEmpty();
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }
        String uncommitted = "{\"topics\":[\"" + topic + "\"],\"isolation_level\":\"read_uncommitted\"}";
        assertThat(GroupClient.with(group(), uncommitted).values(http(), 1, 1)).containsExactly("aborted");
    }

    @Test
    void movesNothingWhenOffsetsWereSetBackMeanwhile() throws Exception {
        String topic = topic(1);
        String group = group();
        write(topic, 0, numbers(0, 30));
        GroupClient client = GroupClient.of(group, topic);
        client.values(http(), 10, 10);
        String first = client.token();
        assertThat(client.read(http(), 10)).containsExactly(numbers(10, 20));
        String late = client.token();
        client.use(first);
        assertThat(client.leave(http()).status()).isEqualTo(204);

        admin().alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(5)))
                .all()
                .get();

        client.use(late);
        assertThat(client.values(http(), 3, 3)).containsExactly(numbers(5, 8));
    }

    @Test
    void aLaterRequestTakesThePlaceOfOneThatWaits() throws Exception {
        String topic = topic(1);
        try (GatewayServer second = kind().gateway(properties())) {
            for (HttpCaller later : List.of(http(), new HttpCaller(second.url()))) {
                String group = group();
                GroupClient client = GroupClient.of(group, topic);
                assertThat(client.read(http(), 1)).isEmpty();
                String token = client.token();
                CompletableFuture<Reply> first = waiting(group, token);
                long began = System.nanoTime();
                boolean taken = false;
                while (!taken) {
                    client.use(token);
                    // The other may have yet to come, and then takes the place of this one.
                    assertThat(client.ask(later, "").status()).isIn(200, 409);
                    // Here it hears of it at once, elsewhere with its next heartbeat.
                    taken = first.isDone() && first.get().status() == 409;
                    if (first.isDone() && !taken) {
                        assertThat(first.get().status()).as(first.get().text()).isEqualTo(200);
                        first = waiting(group, token);
                    }
                    assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
                }
                assertThat(first.get().json().path("error_code").asInt()).isEqualTo(40904);
                assertThat(first.get().text()).contains("Another request came");
            }
        }
    }

    private CompletableFuture<Reply> waiting(String group, String token) {
        GroupClient waiting = GroupClient.with(group, GroupClient.resume(token));
        return CompletableFuture.supplyAsync(() -> waiting.ask(http(), "&max_wait_ms=30000"));
    }

    @Test
    void refusesATokenThatIsNotOfItsGroupOrWasChanged() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1");
        String group = group();
        GroupClient client = GroupClient.of(group, topic);
        client.values(http(), 1, 1);
        String token = client.token();
        char changed = token.charAt(30) == 'A' ? 'B' : 'A';

        List<Reply> refused = List.of(
                GroupClient.with(group + "-2", GroupClient.resume(token)).ask(http(), ""),
                GroupClient.with(group, GroupClient.resume(token.substring(0, 30) + changed + token.substring(31)))
                        .ask(http(), ""),
                GroupClient.with(group, GroupClient.resume(token.substring(4))).leave(http()));

        for (Reply each : refused) {
            assertThat(each.status()).isEqualTo(400);
            assertThat(each.text())
                    .contains("is cut or changed, or of another group")
                    .contains("Send topics instead");
        }
        assertThat(client.leave(http()).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            records                | {"topics":["no-such-topic"]}             | 404 | 40401 | Topic not found: no-such-topic
            records                | {"topics":["T","no-such-topic"]}         | 404 | 40401 | Topic not found: no-such-topic
            records                | {}                                       | 400 | 400   | one name at least
            records                | {"topics":"T"}                           | 400 | 400   | one name at least
            records                | {"topics":[1]}                           | 400 | 400   | array of names
            records                | {"topics":["T"],"offset":"7"}            | 400 | 400   | earliest or latest
            records                | {"topics":["T"],"isolation_level":"all"} | 400 | 400   | read_committed or
            records                | {"topics":["T"],"name":"m"}              | 400 | 400   | Unrecognized field: name
            records                | {"topics":["T"],"resume":"AAAA"}         | 400 | 400   | resume stands alone
            records                | {"resume":7}                             | 400 | 400   | resume is a string
            records                | {"resume":"a!"}                          | 400 | 400   | is not base64
            records                | {"resume":""}                            | 400 | 400   | is cut or changed
            records                | {"resume":"AAAAAAAA"}                    | 400 | 400   | is cut or changed
            records                | []                                       | 400 | 400   | not a JSON object
            records?max_records=0  | {"topics":["T"]}                         | 400 | 400   | from 1 to 10000
            records?max_wait_ms=-1 | {"topics":["T"]}                         | 400 | 400   | from 0 to 30000
            records?format=xml     | {"topics":["T"]}                         | 400 | 400   | binary, json, string
            records?offset=latest  | {"topics":["T"]}                         | 400 | 400   | no query parameter offset
            leave                  | {"topics":["T"]}                         | 400 | 400   | resume is missing
            leave?max_wait_ms=1    | {"resume":"AAAA"}                        | 400 | 400   | there are none
            """)
    void saysWhatIsWrong(String path, String body, int status, int code, String message) throws Exception {
        Reply reply = http().post(
                        "/groups/" + group() + "/" + path,
                        "application/json",
                        body.replace("\"T\"", "\"" + topic(1) + "\""));

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }
}
