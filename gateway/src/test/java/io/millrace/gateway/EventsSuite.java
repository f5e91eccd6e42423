package io.millrace.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.EventReader.Event;
import io.millrace.gateway.HttpCaller.Reply;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /topics/{topic}/records} as server-sent events. */
abstract class EventsSuite extends GatewaySuite {
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    EventsSuite(BrokerKind kind) {
        super(kind);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("event.stream.heartbeat.ms", "200");
    }

    private String path(String topic) {
        return "/topics/" + topic + "/records?format=string";
    }

    private EventReader earliest(String topic) {
        return new EventReader(url() + path(topic) + "&offset=earliest");
    }

    private EventReader after(String id, String topic) {
        return EventReader.after(id, url() + path(topic));
    }

    private void deleteBefore(String topic, long offset) throws Exception {
        admin().deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    @Test
    void showsRecordsAsReadsByOffsetDo() throws Exception {
        String topic = topic(2);
        write(topic, 1, "a\nb", "c");

        try (EventReader reader = earliest(topic)) {
            Event first = reader.next();
            List<JsonNode> records = reader.records(2);

            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(first.id()).isNotEmpty();
            assertThat(first.data()).isNull();
            Reply read = http().get("/topics/" + topic + "/partitions/1/records?format=string");
            assertThat(read.json().path("records")).containsExactlyElementsOf(records);
        }
    }

    @Test
    void goesOnExactlyWhereAClientWasAtAnyGateway() throws Exception {
        String topic = topic(3);
        int each = 100;
        String[] values =
                Stream.iterate(0, i -> i + 1).limit(each).map(String::valueOf).toArray(String[]::new);
        for (int partition = 0; partition < 3; partition++) {
            write(topic, partition, values);
        }

        List<String> seen = new ArrayList<>();
        try (GatewayServer second = kind().gateway(properties())) {
            String id = "";
            // Within what was polled at once, and across it; the query stays as it was, as browsers do it.
            for (int turn = 0; seen.size() < 3 * each; turn++) {
                String node = turn % 2 == 0 ? url() : second.url();
                try (EventReader reader = EventReader.after(id, node + path(topic) + "&offset=earliest")) {
                    reader.records(Math.min(37, 3 * each - seen.size()))
                            .forEach(record -> seen.add(record.path("partition").asInt() + ":"
                                    + record.path("offset").asInt()));
                    id = reader.lastId();
                }
            }
        }

        List<String> written = new ArrayList<>();
        for (int partition = 0; partition < 3; partition++) {
            int number = partition;
            Stream.of(values).map(value -> number + ":" + value).forEach(written::add);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void tellsWhereItStandsBeforeTheFirstRecord() throws Exception {
        String topic = topic(1);
        write(topic, 0, "before");
        String id;
        try (EventReader reader = new EventReader(url() + path(topic))) {
            id = reader.next().id();
        }

        write(topic, 0, "missed");

        try (EventReader reader = after(id, topic)) {
            assertThat(reader.records(1).get(0).path("value").asText()).isEqualTo("missed");
        }
    }

    @Test
    void goesOnByAParameterUntilThereIsAHeader() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2", "3");
        String first;
        String second;
        try (EventReader reader = earliest(topic)) {
            reader.records(1);
            first = reader.lastId();
            reader.records(1);
            second = reader.lastId();
        }

        // As a browser that was told an id by its page, and then again when its connection was cut.
        String url = url() + path(topic) + "&offset=earliest&last_event_id=" + first;
        try (EventReader reader = new EventReader(url)) {
            assertThat(reader.records(1).get(0).path("value").asText()).isEqualTo("2");
        }
        try (EventReader reader = EventReader.after(second, url)) {
            assertThat(reader.records(1).get(0).path("value").asText()).isEqualTo("3");
        }
        Reply refused = http().get(path(topic) + "&last_event_id=AAAA", "Accept", "text/event-stream");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("cut or changed");
    }

    @Test
    void readsPartitionsThatTheTopicGetsLater() throws Exception {
        String topic = topic(1);
        String early;
        try (EventReader reader = new EventReader(url() + path(topic))) {
            early = reader.next().id();
            admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            write(topic, 2, "new");

            assertThat(reader.records(1).get(0).path("partition").asInt()).isEqualTo(2);
        }
        try (EventReader reader = after(early, topic)) {
            assertThat(reader.records(1).get(0).path("value").asText()).isEqualTo("new");
        }
    }

    @Test
    void movesOnBehindWhatWasAborted() throws Exception {
        String topic = topic(1);
        try (var producer = producer(Map.of("transactional.id", topic));
                EventReader reader = earliest(topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "aborted".getBytes(UTF_8)))
                    .get();
            producer.abortTransaction();

            String id = movedTo(2, reader);
            deleteBefore(topic, 2);
            try (EventReader again = after(id, topic)) {
                assertThat(again.status()).isEqualTo(200);
            }

            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "committed".getBytes(UTF_8)))
                    .get();
            producer.commitTransaction();
            assertThat(reader.records(1).get(0).path("value").asText()).isEqualTo("committed");
        }
    }

    /** The id of a heartbeat that stands at this offset of the only partition. */
    private static String movedTo(int offset, EventReader reader) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Event event = reader.next();
            assertThat(event.data()).isNull();
            // Behind the version and the topic's id.
            if (event.id() != null && Base64.getUrlDecoder().decode(event.id())[17] == offset) {
                return event.id();
            }
            assertThat(System.nanoTime()).as("still at " + reader.lastId()).isLessThan(deadline);
        }
    }

    @Test
    void sendsCommentsWhileNothingComes() throws Exception {
        try (EventReader reader = earliest(topic(1))) {
            String id = reader.next().id();
            for (int i = 0; i < 3; i++) {
                assertThat(reader.next()).isEqualTo(new Event(null, null, null, ""));
            }
            assertThat(reader.lastId()).isEqualTo(id);
        }
    }

    @Test
    void endsWithAnErrorWhenTheTopicIsDeleted() throws Exception {
        String topic = topic(1);
        write(topic, 0, "last");
        try (EventReader reader = earliest(topic)) {
            reader.records(1);

            admin().deleteTopics(List.of(topic)).all().get();

            Event end = reader.shown();
            assertThat(end.name()).isEqualTo("error");
            assertThat(end.id()).isNull();
            assertThat(end.json().path("error_code").asInt()).isEqualTo(40401);
            assertThat(reader.next()).as("a clean end").isNull();
        }
    }

    @Test
    void endsWithAnErrorWhenAnotherTopicHasTheName() throws Exception {
        String topic = topic(1);
        try (EventReader reader = earliest(topic)) {
            String id = reader.next().id();

            admin().deleteTopics(List.of(topic)).all().get();
            create(topic, 1);

            Event end = reader.shown();
            assertThat(end.name()).isEqualTo("error");
            assertThat(end.json().path("error_code").asInt()).isEqualTo(40401);
            try (EventReader again = after(id, topic)) {
                assertThat(again.status()).isEqualTo(400);
                assertThat(again.refusal().path("message").asText()).contains("one of this name that was deleted");
            }
        }
    }

    @Test
    void saysThatTheTopicWasDeletedWhereAnotherOneIsShorter() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2", "3");
        try (EventReader reader = earliest(topic)) {
            reader.records(3);

            admin().deleteTopics(List.of(topic)).all().get();
            create(topic, 1);
            write(topic, 0, "of another");

            Event end = reader.shown();
            assertThat(end.name()).isEqualTo("error");
            assertThat(end.json().path("error_code").asInt()).as("%s", end).isEqualTo(40401);
        }
    }

    @Test
    void refusesAnIdOfAnotherTopic() throws Exception {
        String topic = topic(1);
        String id;
        try (EventReader reader = earliest(topic)) {
            id = reader.next().id();
        }
        try (EventReader reader = after(id, topic(1))) {
            assertThat(reader.status()).isEqualTo(400);
            assertThat(reader.refusal().path("message").asText()).contains("of another topic");
        }
    }

    @Test
    void refusesToGoOnWhereRecordsAreDeleted() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2", "3");
        String id;
        try (EventReader reader = earliest(topic)) {
            reader.records(1);
            id = reader.lastId();
        }
        deleteBefore(topic, 2);

        try (EventReader reader = after(id, topic)) {
            assertThat(reader.status()).isEqualTo(416);
            JsonNode refusal = reader.refusal();
            assertThat(refusal.path("error_code").asInt()).isEqualTo(41601);
            assertThat(refusal.path("message").asText()).contains("Offset 1").contains("begins at 2");
        }
    }

    @Test
    void endsCleanlyWhenTheGatewayStops() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1");
        String id;
        EventReader last;
        try (GatewayServer second = kind().gateway(properties())) {
            last = new EventReader(second.url() + path(topic) + "&offset=earliest");
            last.records(1);
        }
        try (last) {
            assertThat(last.shown()).as("no error, and a whole body").isNull();
            id = last.lastId();
        }
        write(topic, 0, "2");
        try (EventReader reader = after(id, topic)) {
            assertThat(reader.records(1).get(0).path("value").asText()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /topics/none/records                 | text/event-stream |      | 404 | 40401 | Topic not found: none
            /topics/T/records?offset=7           | text/event-stream |      | 400 | 400   | earliest or latest, not '7'
            /topics/T/records?format=xml         | text/event-stream |      | 400 | 400   | binary, json, string, avro, jsonschema and
            /topics/T/records?isolation_level=no | text/event-stream |      | 400 | 400   | read_committed or
            /topics/T/records?max_records=1      | text/event-stream |      | 400 | 400   | no query parameter max_records
            /topics/T/records                    | application/json  |      | 406 | 406   | text/event-stream
            /topics/T/records                    | text/event-stream | a!   | 400 | 400   | is not base64
            /topics/T/records                    | text/event-stream | AAAA | 400 | 400   | is cut or changed
            /topics/T/records                    | text/event-stream | LONG | 400 | 400   | longer than 4096
            """)
    void saysWhatIsWrong(String path, String type, String lastId, int status, int code, String message)
            throws Exception {
        String written = "LONG".equals(lastId) ? "A".repeat(5_000) : lastId;
        String[] headers = written == null
                ? new String[] {"Accept", type}
                : new String[] {"Accept", type, "Last-Event-ID", written};

        Reply reply = http().get(path.replace("/T/", "/" + topic(1) + "/"), headers);

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }
}
