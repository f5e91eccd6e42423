package io.millrace.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /topics/{topic}/partitions/{partition}/records}. */
abstract class ReadSuite extends GatewaySuite {
    private static final String LINES = "application/x-ndjson";
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    ReadSuite(BrokerKind kind) {
        super(kind);
    }

    private static String path(String topic, int partition, String query) {
        return "/topics/" + topic + "/partitions/" + partition + "/records?" + query;
    }

    private JsonNode read(String topic, String query) {
        Reply reply = http().get(path(topic, 0, query));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> values(JsonNode document) {
        return document.path("records").findValuesAsText("value");
    }

    @Test
    void showsAllOfARecord() throws Exception {
        String topic = topic(2);
        try (var producer = producer(Map.of())) {
            var headers = new RecordHeaders().add("h", new byte[] {1}).add("none", null);
            producer.send(new ProducerRecord<>(
                            topic, 1, 1_700_000_000_123L, new byte[] {0}, "v".getBytes(UTF_8), headers))
                    .get();
            producer.send(new ProducerRecord<byte[], byte[]>(topic, 1, 1_700_000_000_124L, null, null, List.of()))
                    .get();
        }

        Reply reply = http().get(path(topic, 1, "key_format=binary&value_format=STRING"));

        assertThat(reply.text()).isEqualTo("""
                {"records":[{"topic":"%1$s","partition":1,"offset":0,"timestamp":1700000000123,\
                "key":"AA==","value":"v",\
                "headers":[{"name":"h","value":"AQ=="},{"name":"none","value":null}]},\
                {"topic":"%1$s","partition":1,"offset":1,"timestamp":1700000000124,\
                "key":null,"value":null,"headers":[]}],\
                "next_offset":2,"beginning_offset":0,"end_offset":2}""".formatted(topic));
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(reply.header("Millrace-Next-Offset")).isEqualTo("2");
    }

    @Test
    void readsNothingOfAnotherTopicThatHadTheName() throws Exception {
        String topic = topic(1);
        write(topic, 0, numbered("old"));
        // All that is polled at once, so that the next ones are fetched ahead.
        assertThat(read(topic, "max_records=50&format=string")
                        .path("next_offset")
                        .asLong())
                .isEqualTo(50);

        createAnew(topic);
        write(topic, 0, numbered("new"));

        assertThat(values(read(topic, "offset=50&max_records=2&format=string"))).containsExactly("new50", "new51");
    }

    private static String[] numbered(String what) {
        return IntStream.range(0, 200).mapToObj(i -> what + i).toArray(String[]::new);
    }

    private void createAnew(String topic) throws Exception {
        admin().deleteTopics(List.of(topic)).all().get();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                create(topic, 1);
                return;
            } catch (ExecutionException e) {
                // It is not gone everywhere yet.
                assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                assertThat(System.nanoTime()).isLessThan(deadline);
                Pause.betweenLooks();
            }
        }
    }

    @Test
    void writesARecordOnEachLine() throws Exception {
        String topic = topic(1);
        write(topic, 0, "{\"a\":\n1.50}", "2", "3");

        Reply reply = http().get(path(topic, 0, "format=json&max_records=2"), "Accept", LINES);
        Reply none = http().get(path(topic, 0, "offset=latest"), "Accept", LINES);

        assertThat(reply.type()).isEqualTo(LINES);
        assertThat(reply.text().split("\n")).hasSize(2);
        assertThat(reply.text()).contains("\"value\":{\"a\":1.50}");
        assertThat(reply.header("Millrace-Next-Offset")).isEqualTo("2");
        assertThat(reply.header("Millrace-End-Offset")).isEqualTo("3");
        assertThat(none.text()).isEmpty();
        assertThat(none.header("Millrace-Next-Offset")).isEqualTo("3");
    }

    @Test
    void goesOnWhereTheLastAnswerSaid() throws Exception {
        String topic = topic(1);
        String[] written = new String[700];
        for (int i = 0; i < written.length; i++) {
            written[i] = "value-" + i;
        }
        write(topic, 0, written);

        StringBuilder seen = new StringBuilder();
        long next = 0;
        int most = 0;
        while (next < written.length) {
            JsonNode found = read(topic, "format=string&max_bytes=800&offset=" + next);
            most = Math.max(most, found.path("records").size());
            values(found).forEach(each -> seen.append(each).append(' '));
            assertThat(found.path("next_offset").asLong()).isGreaterThan(next);
            next = found.path("next_offset").asLong();
        }

        assertThat(seen.toString().trim()).isEqualTo(String.join(" ", written));
        assertThat(most).as("records of 7 to 9 bytes in 800").isBetween(2, 114);
    }

    @Test
    void givesARecordThatIsLargerThanTheAnswerMayBeAlone() throws Exception {
        String topic = topic(1);
        write(topic, 0, "x".repeat(5_000), "y");

        JsonNode found = read(topic, "format=string&max_bytes=1000");

        assertThat(values(found)).containsExactly("x".repeat(5_000));
        assertThat(found.path("next_offset").asLong()).isEqualTo(1);
    }

    @Test
    void beginsAtEitherEndOrAtATime() throws Exception {
        String topic = topic(1);
        try (var producer = producer(Map.of())) {
            for (long time : new long[] {1_000, 2_000, 3_000}) {
                String value = Long.toString(time);
                producer.send(new ProducerRecord<>(topic, 0, time, null, value.getBytes(UTF_8)))
                        .get();
            }
        }

        assertThat(values(read(topic, "format=string&offset=earliest"))).containsExactly("1000", "2000", "3000");
        assertThat(values(read(topic, "format=string&timestamp=1001"))).containsExactly("2000", "3000");
        assertThat(values(read(topic, "format=string&timestamp=1970-01-01T00:00:03Z")))
                .containsExactly("3000");
        assertThat(read(topic, "timestamp=3001").path("next_offset").asLong()).isEqualTo(3);
        assertThat(read(topic, "offset=latest").path("next_offset").asLong()).isEqualTo(3);
    }

    @Test
    void waitsForARecord() throws Exception {
        String topic = topic(1);

        CompletableFuture<JsonNode> waiting =
                CompletableFuture.supplyAsync(() -> read(topic, "format=string&offset=0&max_wait_ms=30000"));
        write(topic, 0, "here");

        assertThat(values(waiting.get())).containsExactly("here");
    }

    @Test
    void hidesWhatIsNotCommittedUnlessAskedForIt() throws Exception {
        String topic = topic(1);
        try (var producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "aborted".getBytes(UTF_8)))
                    .get();

            JsonNode open = read(topic, "format=string");
            assertThat(values(open)).isEmpty();
            assertThat(open.path("end_offset").asLong()).isZero();
            assertThat(values(read(topic, "format=string&isolation_level=read_uncommitted")))
                    .containsExactly("aborted");

            producer.abortTransaction();
            // Beyond the record and the marker behind it: a reader who finds nothing still goes on.
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            long next = 0;
            while (next < 2) {
                JsonNode aborted = read(topic, "format=string");
                assertThat(values(aborted)).isEmpty();
                next = aborted.path("next_offset").asLong();
                assertThat(System.nanoTime()).isLessThan(deadline);
            }

            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "committed".getBytes(UTF_8)))
                    .get();
            producer.commitTransaction();
            JsonNode committed = read(topic, "format=string&offset=2&max_wait_ms=30000");
            assertThat(values(committed)).containsExactly("committed");
        }
    }

    @Test
    void readsAvroBySchemasOfTheRegistry() throws Exception {
        String topic = topic(1);
        http().post("/topics/" + topic, "application/vnd.kafka.avro.v2+json", """
                {"key_schema":"\\"string\\"","value_schema":"{\\"type\\":\\"record\\",\\"name\\":\\"n.Order\\",\\"fields\\":[\
                {\\"name\\":\\"id\\",\\"type\\":\\"long\\"},{\\"name\\":\\"note\\",\\"type\\":[\\"null\\",\\"string\\"]}]}",
                "records":[{"key":"k","value":{"id":7,"note":{"string":"x"}}},{"value":{"id":8,"note":null}}]}""");

        JsonNode found = read(topic, "format=avro");

        assertThat(found.at("/records/0/key").asText()).isEqualTo("k");
        assertThat(found.at("/records/0/value").toString()).isEqualTo("{\"id\":7,\"note\":{\"string\":\"x\"}}");
        assertThat(found.at("/records/1/value").toString()).isEqualTo("{\"id\":8,\"note\":null}");
    }

    @Test
    void saysWhichRecordCannotBeReadAndGoesOn() throws Exception {
        String topic = topic(1);
        write(topic, 0, "{", "2");

        JsonNode json = read(topic, "format=json");
        JsonNode avro = read(topic, "format=avro");

        assertThat(json.at("/records/0/value_error").asText())
                .isEqualTo("The value cannot be read: it is not valid JSON (line 1, column 2)");
        assertThat(json.at("/records/0").has("value")).isFalse();
        assertThat(json.at("/records/1/value").asInt()).isEqualTo(2);
        assertThat(avro.at("/records/1/value_error").asText()).contains("does not begin with a schema id");
        assertThat(avro.path("next_offset").asLong()).isEqualTo(2);
    }

    @Test
    void refusesOffsetsThatAreDeletedOrYetToCome() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2", "3");
        admin().deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        Reply before = http().get(path(topic, 0, "offset=1"));
        Reply beyond = http().get(path(topic, 0, "offset=4"));
        JsonNode earliest = read(topic, "format=string");

        assertThat(before.status()).isEqualTo(416);
        assertThat(before.json().path("error_code").asInt()).isEqualTo(41601);
        assertThat(before.json().path("message").asText())
                .contains("begins at 2")
                .contains("deleted");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.json().path("error_code").asInt()).isEqualTo(41602);
        assertThat(beyond.json().path("message").asText()).contains("ends at 3");
        assertThat(values(earliest)).containsExactly("3");
        assertThat(earliest.path("beginning_offset").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /topics/none/partitions/0/records                  | 404 | 40401 | Topic not found: none
            /topics/T/partitions/1/records                     | 404 | 40402 | Partition not found
            /topics/T/partitions/x/records                     | 404 | 404   | 'x' is not a partition
            /topics/T/partitions/0/records?offset=-1           | 400 | 400   | a number from 0, earliest or latest
            /topics/T/partitions/0/records?offset=99999999999999999999 | 400 | 400 | a number from 0
            /topics/T/partitions/0/records?timestamp=soon      | 400 | 400   | a time such as
            /topics/T/partitions/0/records?offset=0&timestamp=0 | 400 | 400  | not both
            /topics/T/partitions/0/records?format=xml          | 400 | 400   | binary, json, string, avro, jsonschema and
            /topics/T/partitions/0/records?max_bytes=0         | 400 | 400   | max_bytes is a number from 1
            /topics/T/partitions/0/records?max_records=10001   | 400 | 400   | from 1 to 10000
            /topics/T/partitions/0/records?max_wait_ms=30001   | 400 | 400   | from 0 to 30000
            /topics/T/partitions/0/records?isolation_level=any | 400 | 400   | read_committed or read_uncommitted
            /topics/T/partitions/0/records?max_record=1        | 400 | 400   | max_records
            """)
    void saysWhatIsWrong(String path, int status, int code, String message) throws Exception {
        Reply reply = http().get(path.replace("/T/", "/" + topic(1) + "/"));

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }
}
