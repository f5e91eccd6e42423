package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.rest.trouble.Trouble;
import io.millrace.connect.rest.trouble.TroubledSink;
import io.millrace.connect.rest.trouble.TroubledSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PreviewSuite {
    private static final String SOURCE = "\"connector.class\": \"" + TroubledSource.class.getName() + "\"";
    private static final String SINK = "\"connector.class\": \"" + TroubledSink.class.getName() + "\"";

    private final BrokerKind broker;
    private ConnectServer server;
    private RestClient client;
    private Admin admin;

    PreviewSuite(BrokerKind broker) {
        this.broker = broker;
    }

    @BeforeAll
    void start() {
        Map<String, String> properties = TestingServers.properties(broker.bootstrapServers(), "preview");
        properties.put("task.shutdown.graceful.timeout.ms", "400");
        server = ConnectServer.start(properties);
        client = new RestClient(server.url());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    void stop() {
        Trouble.release();
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void showsWhatASourceWouldWriteAndLeavesNothingBehind() throws Exception {
        // Given
        Set<String> topics = topics();

        // When
        JsonNode preview = preview("""
                {"name": "new", "records": 3, "config": {%s, "transforms": "wrap,route",
                 "transforms.wrap.type": "org.apache.kafka.connect.transforms.HoistField$Value",
                 "transforms.wrap.field": "n",
                 "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
                 "transforms.route.regex": ".*", "transforms.route.replacement": "elsewhere"}}""".formatted(SOURCE));

        // Then
        assertThat(preview.path("ended").asText()).isEqualTo("records");
        assertThat(preview.path("type").asText()).isEqualTo("source");
        assertThat(preview.path("tasks").asInt()).isEqualTo(1);
        assertThat(preview.path("stopped").asBoolean()).isTrue();
        assertThat(preview.path("failure").isNull()).isTrue();
        assertThat(preview.path("records")).hasSize(3);
        JsonNode first = preview.path("records").get(0);
        assertThat(first.path("topic").asText()).isEqualTo("elsewhere");
        assertThat(first.path("value").path("payload").path("n").asLong()).isEqualTo(1);
        assertThat(first.path("value")
                        .path("schema")
                        .path("fields")
                        .get(0)
                        .path("type")
                        .asText())
                .isEqualTo("int64");
        assertThat(first.path("source_offset").path("next").asLong()).isEqualTo(1);
        assertThat(first.path("errors")).isEmpty();
        assertThat(topics()).isEqualTo(topics);
        assertThat(client.get("/connectors").json().toString()).doesNotContain("new");
        // A connector of that name finds no offset, as it would if the preview had left one.
        client.post("/connectors", "{\"name\": \"new\", \"initial_state\": \"STOPPED\", \"config\": {" + SOURCE + "}}");
        assertThat(client.get("/connectors/new/offsets").json().path("offsets")).isEmpty();
    }

    @Test
    void beginsWhereARunningSourceStandsOrAtItsBeginning() throws Exception {
        // Given
        client.put("/connectors/running/config", "{" + SOURCE + "}");
        await("an offset", () -> next("running") > 0);
        long stored = next("running");

        // When
        JsonNode on = preview("{\"name\": \"running\", \"records\": 1, \"config\": {" + SOURCE + "}}");
        JsonNode anew = preview(
                "{\"name\": \"running\", \"records\": 1, \"from\": \"beginning\", \"config\": {" + SOURCE + "}}");

        // Then
        assertThat(payload(on, 0).asLong()).isGreaterThan(stored);
        assertThat(payload(anew, 0).asLong()).isEqualTo(1);
        assertThat(client.get("/connectors/running/status")
                        .json()
                        .path("connector")
                        .path("state")
                        .asText())
                .isEqualTo("RUNNING");
    }

    @Test
    void tellsWhichTransformationFailsOnARecordAndWhatWasDropped() throws Exception {
        // When
        JsonNode failing = preview("""
                {"records": 2, "config": {%s, "transforms": "pick",
                 "transforms.pick.type": "org.apache.kafka.connect.transforms.ExtractField$Value",
                 "transforms.pick.field": "n"}}""".formatted(SOURCE));
        JsonNode dropping = preview("""
                {"timeout.ms": 700, "config": {%s, "transforms": "none",
                 "transforms.none.type": "org.apache.kafka.connect.transforms.Filter"}}""".formatted(SOURCE));

        // Then
        JsonNode error = failing.path("records").get(1).path("errors").get(0);
        assertThat(error.path("stage").asText()).isEqualTo("TRANSFORMATION");
        assertThat(error.path("step").asText()).isEqualTo("pick");
        assertThat(error.path("exception").asText()).endsWith("DataException");
        assertThat(payload(failing, 1).asLong()).isEqualTo(2);
        assertThat(dropping.path("ended").asText()).isEqualTo("time");
        assertThat(dropping.path("dropped").asLong())
                .isPositive()
                .isEqualTo(dropping.path("polled").asLong());
        assertThat(dropping.path("records")).isEmpty();
        assertThat(dropping.path("stopped").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"start", "taskConfigs", "task.start", "poll"})
    void endsInTimeWhereverAPluginBlocks(String method) throws Exception {
        // When
        JsonNode preview = preview("""
                {"name": "blocks", "timeout.ms": 300, "config": {%s, "trouble": "%s blocks"}}""".formatted(SOURCE, method));

        // Then
        assertThat(preview.path("ended").asText()).isEqualTo("time");
        assertThat(preview.path("stopped").asBoolean(true)).isFalse();
        assertThat(client.get("/health").message()).contains("abandoned-preview-blocks");
        assertThat(preview("{\"records\": 1, \"config\": {" + SOURCE + "}}").path("records"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "start class,      start,       a.missing.Class",
        "taskConfigs stack, taskConfigs, StackOverflowError",
        "task.start heap,  start,       OutOfMemoryError",
        "poll death,       poll,        ThreadDeath",
    })
    void tellsWhatAPluginThrows(String trouble, String call, String error) throws Exception {
        // When
        JsonNode preview = preview("{\"config\": {" + SOURCE + ", \"trouble\": \"" + trouble + "\"}}");

        // Then
        assertThat(preview.path("ended").asText()).isEqualTo("failure");
        assertThat(preview.path("stopped").asBoolean()).isTrue();
        assertThat(preview.path("failure").path("call").asText()).isEqualTo(call);
        assertThat(preview.path("failure").path("message").asText()).contains(error);
        // The JVM has no more than four of these errors with a stack.
        assertThat(preview.path("failure").path("trace").asText())
                .contains(error.equals("OutOfMemoryError") ? error : "trouble.Trouble.");
    }

    @Test
    void hidesSecretsInWhatAPluginThrows() throws Exception {
        // When
        JsonNode preview = preview("""
                {"config": {"connector.class": "%s", "db.password": "geheimnis", "mode": "failing"}}""".formatted(GuardedSourceConnector.class.getName()));

        // Then
        assertThat(preview.path("failure").path("message").asText())
                .contains("cannot log in")
                .contains("[hidden]");
        assertThat(preview.toString()).doesNotContain("geheimnis");
    }

    @Test
    void runsOneAtATime() throws Exception {
        // Given
        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> {
            try {
                return previewWhenFree("{\"timeout.ms\": 60000, \"records\": 1, \"config\": {" + SOURCE
                        + ", \"trouble\": \"poll blocks\"}}");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });

        // When
        String body = "{\"records\": 1, \"config\": {" + SOURCE + "}}";
        await("a refusal", () -> {
            assertThat(first).isNotDone();
            return client.post("/connectors/preview", body).status() == 429;
        });

        // Then
        assertThat(client.post("/connectors/preview", body).message()).contains("Another preview runs on this worker");
        await("the end of the first", () -> {
            Trouble.release(); // The refusal may come before the poll that is to block.
            return first.isDone();
        });
        assertThat(first.join().path("ended").asText()).isEqualTo("records");
        assertThat(preview(body).path("records")).hasSize(1);
    }

    @Test
    void showsWhatASinkWouldGetAndCommitsNothing() throws Exception {
        // Given
        create("looked-at");
        send("looked-at", 1_000, "{\"n\": 1}");
        send("looked-at", 2_000, "no JSON");
        send("looked-at", 3_000, "{\"n\": 3}");
        String config = SINK + """
                , "topics": "looked-at", "value.converter": "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable": "false", "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                "transforms": "stamp",
                "transforms.stamp.type": "org.apache.kafka.connect.transforms.InsertField$Value",
                "transforms.stamp.static.field": "by", "transforms.stamp.static.value": "us",
                "trouble": "put blocks"
                """;

        // When
        JsonNode all = preview("{\"name\": \"look\", \"config\": {" + config + "}}");
        JsonNode last =
                preview("{\"name\": \"look\", \"records\": 1, \"from\": \"latest\", \"config\": {" + config + "}}");
        JsonNode since = preview("{\"name\": \"look\", \"from\": \"" + Instant.ofEpochMilli(2_500) + "\", \"config\": {"
                + config + "}}");

        // Then
        assertThat(all.path("ended").asText()).isEqualTo("end");
        assertThat(all.path("type").asText()).isEqualTo("sink");
        assertThat(all.path("stopped").asBoolean()).isTrue();
        assertThat(all.path("records")).hasSize(3);
        assertThat(payload(all, 0).toString()).isEqualTo("{\"n\":1,\"by\":\"us\"}");
        assertThat(all.path("records").get(0).path("key").path("payload").asText())
                .isEqualTo("key");
        assertThat(all.path("records")
                        .get(0)
                        .path("headers")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("h");
        assertThat(all.path("records").get(0).path("timestamp").asLong()).isEqualTo(1_000);
        assertThat(all.path("records")
                        .get(1)
                        .path("errors")
                        .get(0)
                        .path("stage")
                        .asText())
                .isEqualTo("VALUE_CONVERTER");
        assertThat(last.path("records")).hasSize(1);
        assertThat(last.path("records").get(0).path("offset").asLong()).isEqualTo(2);
        assertThat(since.path("records")).hasSize(1);
        assertThat(since.path("records").get(0).path("offset").asLong()).isEqualTo(2);
        assertThat(admin.listGroups().all().get(30, TimeUnit.SECONDS).toString())
                .doesNotContain("connect-look");
    }

    @Test
    void doesNotMakeTheTopicOfASink() throws Exception {
        // When
        Reply reply = client.post("/connectors/preview", "{\"config\": {" + SINK + ", \"topics\": \"not-there\"}}");

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("The topic not-there does not exist");
        assertThat(topics()).doesNotContain("not-there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not JSON                                        | JSON",
                "[]                                              | not a JSON object",
                "{}                                              | \"config\" is missing",
                "{\"config\": 7}                                 | \"config\" is missing or no object",
                "{\"config\": {}, \"record\": 3}                 | Unrecognized field \"record\"",
                "{\"config\": {SOURCE}, \"records\": 0}          | \"records\" is a number from 1 to 100, not 0",
                "{\"config\": {SOURCE}, \"records\": 101}        | from 1 to 100, not 101",
                "{\"config\": {SOURCE}, \"records\": 1.5}        | from 1 to 100, not 1.5",
                "{\"config\": {SOURCE}, \"records\": 99999999999999999999} | from 1 to 100",
                "{\"config\": {SOURCE}, \"timeout.ms\": 60001}   | from 1 to 60000, not 60001",
                "{\"config\": {SOURCE}, \"timeout.ms\": \"1\"}   | from 1 to 60000",
                "{\"config\": {SOURCE}, \"name\": 3}             | \"name\" is not a string",
                "{\"config\": {SOURCE}, \"from\": \"latest\"}    | For a source \"from\" is stored",
                "{\"config\": {SINK, \"topics\": \"t\"}, \"from\": \"stored\"} | For a sink \"from\" is earliest, latest",
                "{\"config\": {SOURCE, \"name\": \"b\"}, \"name\": \"a\"} | doesn't match connector name",
                "{\"config\": {SOURCE, \"tasks.max\": \"none\"}} | Invalid value none for configuration tasks.max",
                "{\"config\": {SINK}}                            | Must configure one of topics or topics.regex",
                "{\"config\": {\"connector.class\": \"no.Such\"}} | Failed to find any class",
                "{\"config\": {\"topic\": \"t\"}}                | connector.class",
                "{\"config\": {SOURCE, \"x\": [1]}}              | not a string but a structure",
                "{\"config\": {SOURCE, \"trouble\": \"[hidden]\"}} | none is stored",
            })
    void refusesWhatMakesNoSense(String body, String message) throws Exception {
        // When
        Reply reply = client.post(
                "/connectors/preview", body.replace("SOURCE", SOURCE).replace("SINK", SINK));

        // Then
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(400);
        assertThat(reply.message()).contains(message);
    }

    private JsonNode preview(String body) throws Exception {
        Reply reply = client.post("/connectors/preview", body);
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        return reply.json();
    }

    /** The others, who are to be refused, may have been quicker. */
    private JsonNode previewWhenFree(String body) throws Exception {
        Reply reply = client.post("/connectors/preview", body);
        while (reply.status() == 429) {
            reply = client.post("/connectors/preview", body);
        }
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        return reply.json();
    }

    private static JsonNode payload(JsonNode preview, int record) {
        return preview.path("records").get(record).path("value").path("payload");
    }

    private Set<String> topics() throws Exception {
        return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }

    private long next(String connector) throws Exception {
        return client.get("/connectors/" + connector + "/offsets")
                .json()
                .path("offsets")
                .path(0)
                .path("offset")
                .path("next")
                .asLong();
    }

    private void create(String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }

    private void send(String topic, long timestamp, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    topic,
                    0,
                    timestamp,
                    "key".getBytes(StandardCharsets.UTF_8),
                    value.getBytes(StandardCharsets.UTF_8));
            record.headers().add("h", "header".getBytes(StandardCharsets.UTF_8));
            producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 60 s: " + what);
            }
            Thread.sleep(20);
        }
    }
}
