package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

abstract class DeadLetterSuite extends SingleWorkerSuite {

    private static final String HEADER = "__connect.errors.";

    DeadLetterSuite(BrokerKind broker) {
        super(broker, "letters", Map.of());
    }

    @Test
    void givesUpTheRecordsAloneOnWhichPutFails() {
        // Given
        Script script = failing("isolated", () -> new DataException("no room for it"));
        topic("isolated").create(1, Map.of()).send(0, "k", "a", "bad-1", "b", "c", "bad-2");

        // When
        sink("isolated", tolerant("isolated", Map.of()));

        // Then
        awaitCommitted("isolated", 0, 5);
        assertThat(values(script)).containsExactly("a", "b", "c");
        List<ConsumerRecord<byte[], byte[]>> letters = topic("isolated-dead").read();
        assertThat(topic("isolated-dead").values()).containsExactly("bad-1", "bad-2");
        long timestamp = topic("isolated").read().get(1).timestamp();
        assertThat(headers(letters.get(0)))
                .containsEntry(HEADER + "stage", "TASK_PUT")
                .containsEntry(HEADER + "topic", "isolated")
                .containsEntry(HEADER + "offset", "1")
                .containsEntry(HEADER + "timestamp", Long.toString(timestamp))
                .containsEntry(HEADER + "exception.message", "no room for it");
        assertThat(worker().taskState("isolated", 0)).isEqualTo(Lifecycle.RUNNING);
    }

    @Test
    void failsAndGivesUpNothingWhenTheTargetIsToBlame() {
        // Given
        Script script = Script.of("blamed");
        script.onPut = records -> {
            throw new DataException("read-only");
        };
        topic("blamed").create(1, Map.of()).send(0, "k", "1", "2", "3", "4", "5", "6", "7", "8");

        // When
        sink("blamed", tolerant("blamed", Map.of("errors.put.isolate.max", "3")));

        // Then
        worker().awaitTask("blamed", 0, Lifecycle.FAILED);
        assertThat(trace("blamed")).contains("4 records in a row", "read-only");
        assertThat(topic("blamed-dead").size()).isZero();
        assertThat(join(worker().control().connectorOffsets("blamed"))).isEmpty();

        // When
        script.onPut = records -> {};
        join(worker().control().restartTask(new TaskId("blamed", 0)));

        // Then
        awaitTrue("all eight", () -> script.delivered.size() == 8);
    }

    @Test
    void givesUpNothingInAnOutage() {
        // Given
        Script script = failing("outage", () -> new ConnectException("write", new IOException("connection reset")));
        topic("outage").create(1, Map.of()).send(0, "k", "a", "bad", "b");

        // When
        sink("outage", tolerant("outage", Map.of()));

        // Then
        worker().awaitTask("outage", 0, Lifecycle.FAILED);
        assertThat(trace("outage")).contains("connection reset");
        assertThat(size("outage-dead")).isLessThanOrEqualTo(0);
        assertThat(values(script).stream().filter("bad"::equals)).isEmpty();
        assertThat(join(worker().control().connectorOffsets("outage"))).isEmpty();
    }

    @Test
    void leavesRecordsToATaskThatReportsThemItself() {
        // Given
        Script script = failing("reporting", () -> new DataException("not about a record"));
        script.onOpen = context -> assertThat(context.errantRecordReporter()).isNotNull();
        topic("reporting").create(1, Map.of()).send(0, "k", "a", "bad");

        // When
        sink("reporting", tolerant("reporting", Map.of()));

        // Then
        worker().awaitTask("reporting", 0, Lifecycle.FAILED);
        assertThat(topic("reporting-dead").size()).isZero();
        assertThat(values(script)).isEmpty();
    }

    @Test
    void givesUpWhatAsksForAnotherTryForLongerThanTheRetryTimeout() {
        // Given
        Script script = failing("impatient", () -> new RetriableException("still busy"));
        topic("impatient").create(1, Map.of()).send(0, "k", "a", "bad", "b");

        // When
        sink("impatient", tolerant("impatient", Map.of("errors.retry.timeout", "300")));

        // Then
        awaitCommitted("impatient", 0, 3);
        assertThat(values(script)).containsExactly("a", "b");
        assertThat(topic("impatient-dead").values()).containsExactly("bad");
    }

    @Test
    void keepsSourceRecordsThatATransformationRefuses() {
        // Given
        Script.of("uncast").sourceRecords = 10;
        topic("uncast").create(1, Map.of());

        // When
        source(
                "uncast",
                tolerant(
                        "uncast",
                        Map.of(
                                "transforms", "cast",
                                "transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value",
                                "transforms.cast.spec", "int32")));

        // Then
        awaitTrue("ten letters", () -> size("uncast-dead") == 10);
        awaitTrue("their offsets", () -> nextOffset("uncast") == 10);
        ConsumerRecord<byte[], byte[]> letter = topic("uncast-dead").read().get(3);
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("0-3");
        assertThat(headers(letter))
                .containsEntry(HEADER + "stage", "TRANSFORMATION")
                .containsEntry(HEADER + "topic", "uncast")
                .containsEntry(HEADER + "connector.name", "uncast")
                .containsEntry(HEADER + "source.offset", "{\"next\":4}")
                .containsKey(HEADER + "source.partition");
        assertThat(topic("uncast").size()).isZero();
    }

    @Test
    void keepsATraceOfSourceRecordsThatAreTooLargeForAnyTopic() {
        // Given
        Script.of("oversized").sourceRecords = 10;
        topic("oversized").create(1, Map.of());

        // When
        source(
                "oversized",
                tolerant(
                        "oversized",
                        Map.of(
                                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                                "value.converter.schemas.enable", "false",
                                "producer.override.max.request.size", "20000",
                                "transforms", "hoist,insert",
                                "transforms.hoist.type", "org.apache.kafka.connect.transforms.HoistField$Value",
                                "transforms.hoist.field", "line",
                                "transforms.insert.type", "org.apache.kafka.connect.transforms.InsertField$Value",
                                "transforms.insert.static.field", "ballast",
                                "transforms.insert.static.value", "x".repeat(25_000))));

        // Then
        awaitTrue("ten letters", () -> size("oversized-dead") == 10);
        awaitTrue("their offsets", () -> nextOffset("oversized") == 10);
        ConsumerRecord<byte[], byte[]> letter = topic("oversized-dead").read().get(0);
        assertThat(letter.value()).isNull();
        assertThat(headers(letter))
                .containsEntry(HEADER + "stage", "KAFKA_PRODUCE")
                .containsEntry(HEADER + "source.offset", "{\"next\":1}")
                .containsEntry(
                        HEADER + "exception.class.name", "org.apache.kafka.common.errors.RecordTooLargeException");
        assertThat(Integer.parseInt(headers(letter).get(HEADER + "value.omitted.bytes")))
                .isGreaterThan(25_000);
    }

    @Test
    void failsTheSourceTaskWhoseLettersNobodyTakesAndCommitsNothing() {
        // Given: a dead letter topic that refuses everything
        Script.of("unheard").sourceRecords = 10;
        topic("unheard").create(1, Map.of());
        topic("unheard-dead").create(1, Map.of("max.message.bytes", "100"));

        // When
        source(
                "unheard",
                tolerant(
                        "unheard",
                        Map.of(
                                "transforms", "cast",
                                "transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value",
                                "transforms.cast.spec", "int32")));

        // Then
        worker().awaitTask("unheard", 0, Lifecycle.FAILED);
        assertThat(trace("unheard")).contains("its report failed");
        assertThat(join(worker().control().connectorOffsets("unheard"))).isEmpty();
    }

    private static Script failing(String name, Supplier<RuntimeException> failure) {
        Script script = Script.of(name);
        script.onPut = records -> {
            if (records.stream().anyMatch(record -> ((String) record.value()).startsWith("bad"))) {
                throw failure.get();
            }
        };
        return script;
    }

    private long size(String name) {
        return topic(name).exists() ? topic(name).size() : -1;
    }

    private static Map<String, String> tolerant(String name, Map<String, String> extra) {
        Map<String, String> config = new HashMap<>();
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", name + "-dead");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("errors.restart.max", "0");
        config.putAll(extra);
        return config;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
