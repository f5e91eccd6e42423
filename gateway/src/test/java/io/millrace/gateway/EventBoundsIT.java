package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.broker.server.node.BrokerServer;
import io.millrace.gateway.EventReader.Event;
import io.millrace.testing.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What streams of events may take of a gateway, and for how long. */
class EventBoundsIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();
    private static final int RECORD_BYTES = 1_000_000;
    /** More than the sockets of both sides hold. */
    private static final int RECORDS = 20;

    EventBoundsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "max.event.streams", "2",
                "event.stream.read.timeout.ms", "600000",
                "consumer.request.max.bytes", "1500000",
                // Two pieces of one record each, and not three.
                "response.buffer.bytes", "2500000");
    }

    private static String path(String topic) {
        return "/topics/" + topic + "/records?offset=earliest&format=string";
    }

    private String full() throws Exception {
        String topic = topic(1);
        String[] values = new String[RECORDS];
        Arrays.fill(values, "x".repeat(RECORD_BYTES));
        write(topic, 0, values);
        return topic;
    }

    /** Asks until the answer is this, so many times in a row. */
    private static void until(int status, int inARow, Supplier<Integer> call) {
        long began = System.nanoTime();
        int seen = 0;
        while (seen < inARow) {
            int found = call.get();
            seen = found == status ? seen + 1 : 0;
            assertThat(System.nanoTime() - began)
                    .as("still answered " + found + ", not " + status)
                    .isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }
    }

    /** A stream, as soon as there is a place for it. */
    private static EventReader opened(String url) {
        return opened(url, () -> true);
    }

    private static EventReader opened(String url, BooleanSupplier meanwhile) {
        long began = System.nanoTime();
        EventReader reader = new EventReader(url);
        while (reader.status() != 200) {
            assertThat(reader.refusal().path("error_code").asInt()).isEqualTo(42905);
            assertThat(System.nanoTime() - began).as("still no place").isLessThan(PATIENCE_NANOS);
            var unused = meanwhile.getAsBoolean();
            reader = new EventReader(url);
            Pause.betweenLooks();
        }
        return reader;
    }

    @Test
    void refusesMoreStreamsThanItHasPlacesUntilOneIsFree() throws Exception {
        String topic = topic(1);
        try (EventReader first = opened(url() + path(topic))) {
            try (EventReader second = opened(url() + path(topic));
                    EventReader third = new EventReader(url() + path(topic))) {
                assertThat(second.status()).isEqualTo(200);
                assertThat(third.status()).isEqualTo(429);
                assertThat(third.header("Retry-After")).isEqualTo("1");
                JsonNode refusal = third.refusal();
                assertThat(refusal.path("error_code").asInt()).isEqualTo(42905);
                assertThat(refusal.path("message").asText()).contains("max.event.streams");
            }
            try (EventReader fourth = opened(url() + path(topic))) {
                assertThat(fourth.next().id()).isEqualTo(first.next().id());
            }
        }
    }

    @Test
    void holdsOnePieceForAClientThatDoesNotRead() throws Exception {
        String topic = full();
        String one = "/topics/" + topic + "/partitions/0/records?max_records=1";
        try (EventReader slow = opened(url() + path(topic))) {
            try (EventReader other = opened(url() + path(topic))) {
                assertThat(other.status()).isEqualTo(200);
                until(429, 10, () -> http().get(one).status());
            }
            // Only one of the two is left, and it has no second piece to take the room.
            until(200, 10, () -> http().get(one).status());

            List<JsonNode> records = slow.records(RECORDS);
            for (int offset = 0; offset < RECORDS; offset++) {
                assertThat(records.get(offset).path("offset").asInt()).isEqualTo(offset);
                assertThat(records.get(offset).path("value").asText()).hasSize(RECORD_BYTES);
            }
        }
    }

    @Test
    void letsGoOfAClientThatDoesNotReadForTooLong() throws Exception {
        String topic = full();
        String empty = topic(1);
        try (GatewayServer gateway =
                        kind().gateway(Map.of("max.event.streams", "1", "event.stream.read.timeout.ms", "1000"));
                EventReader stalled = new EventReader(gateway.url() + path(topic))) {
            assertThat(stalled.status()).isEqualTo(200);
            // Now and then a little, or the kernel would see that nothing moves and cut the connection itself.
            EventReader next = opened(gateway.url() + path(empty), () -> stalled.trickle(512));
            try (next) {
                assertThat(next.next().id()).isNotEmpty();
            }
        }
    }

    @Test
    void endsWithAnErrorWhenThereIsNoRoomForTooLong() throws Exception {
        String topic = topic(1);
        write(topic, 0, "x".repeat(5_000));
        try (GatewayServer gateway = kind().gateway(Map.of(
                        "consumer.request.max.bytes", "1024",
                        "response.buffer.bytes", "1024",
                        "event.stream.read.timeout.ms", "1000"));
                EventReader reader = new EventReader(gateway.url() + path(topic))) {
            Event end = reader.shown();
            assertThat(end.name()).isEqualTo("error");
            assertThat(end.json().path("error_code").asInt()).isEqualTo(42903);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void endsWithAnErrorWhenRecordsAreDeletedBeforeTheyAreRead() throws Exception {
        String topic = full();
        try (EventReader slow = opened(url() + path(topic))) {
            slow.records(1);
            admin().deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(RECORDS)))
                    .all()
                    .get();

            int read = 1;
            Event event = slow.shown();
            while (event.name() == null) {
                read++;
                event = slow.shown();
            }
            assertThat(event.json().path("error_code").asInt()).isEqualTo(41601);
            assertThat(event.json().path("message").asText()).contains("deleted before they were read");
            assertThat(read).isLessThan(RECORDS);
        }
    }

    @Test
    void endsWithAnErrorBeforeARecordWhoseSchemaCannotBeHad() throws Exception {
        String topic = topic(1);
        write(topic, 0, "\0\0\0\0\1x");
        try (GatewayServer gateway = kind().gateway(Map.of("schema.registry.url", "http://127.0.0.1:1"));
                EventReader reader = new EventReader(
                        gateway.url() + "/topics/" + topic + "/records?offset=earliest&value_format=avro")) {
            Event end = reader.shown();
            assertThat(end.name()).isEqualTo("error");
            assertThat(end.json().path("error_code").asInt()).isEqualTo(50301);
            try (EventReader again = EventReader.after(reader.lastId(), gateway.url() + path(topic))) {
                assertThat(again.records(1).get(0).path("offset").asInt()).isZero();
            }
        }
    }

    @Test
    void endsAStreamThatIsOldSoThatItsClientComesAnew() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1");
        try (GatewayServer gateway = kind().gateway(Map.of("event.stream.life.ms", "1000"))) {
            List<String> seen = new ArrayList<>();
            String id = "";
            long began = System.nanoTime();
            // Each stream ends by itself, on a slow machine before it shows a record.
            for (int ends = 0; seen.size() < 2; ends++) {
                try (EventReader reader = EventReader.after(id, gateway.url() + path(topic))) {
                    for (Event event = reader.shown(); event != null; event = reader.shown()) {
                        assertThat(event.name()).as("no error").isNull();
                        seen.add(event.json().path("value").asText());
                    }
                    id = reader.lastId();
                }
                if (ends == 0) {
                    write(topic, 0, "2");
                }
                assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            }
            assertThat(seen).containsExactly("1", "2");
        }
    }

    @Test
    void endsWithAnErrorWhenTheClusterIsAwayForTooLong(@TempDir Path folder) throws Exception {
        EventReader reader;
        GatewayServer gateway;
        try (BrokerServer broker = BrokerServer.start(Map.of(
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", folder.toString(),
                "offsets.topic.replication.factor", "1"))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("away", 1, (short) 1)))
                        .all()
                        .get();
            }
            gateway = kind().gateway(Map.of(
                    "bootstrap.servers", broker.bootstrapServers(), "event.stream.cluster.timeout.ms", "10000"));
            reader = new EventReader(gateway.url() + path("away"));
            assertThat(reader.next().id()).isNotEmpty();
        }
        try (gateway;
                reader) {
            Event end = reader.shown();
            assertThat(end.name()).isEqualTo("error");
            assertThat(end.json().path("error_code").asInt()).isEqualTo(50003);
            assertThat(end.json().path("message").asText()).contains("for 10 seconds");
            assertThat(reader.next()).isNull();
        }
    }
}
