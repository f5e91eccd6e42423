package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.junit.jupiter.api.Test;

abstract class SinkSuite extends SingleWorkerSuite {

    SinkSuite(BrokerKind broker) {
        super(broker, "sinks", Map.of());
    }

    @Test
    void deliversTheSameBatchAgainWhenPutAsksForIt() {
        // Given
        Script script = Script.of("retried");
        script.putFailures.add(new RetriableException("not now"));
        script.putFailures.add(new RetriableException("still not"));
        topic("retried", 1).send(0, "k", "a", "b", "c");

        // When
        sink("retried", Map.of());

        // Then
        awaitTrue("three records", () -> script.delivered.size() >= 3);
        assertThat(values(script)).containsExactly("a", "b", "c");
        assertThat(script.delivered).allSatisfy(record -> assertThat(record).isInstanceOf(InternalSinkRecord.class));
        awaitCommitted("retried", 0, 3);
        topic("retried").send(0, "k", "d");
        awaitTrue("goes on", () -> values(script).contains("d"));
    }

    @Test
    void readsATopicThatCameWhileItsPredecessorDied() {
        // Given: the task's former life, which died before it was given the second topic
        Map<String, Object> formerLife = Map.of(
                "bootstrap.servers", bootstrapServers(),
                "group.id", "connect-widened",
                "group.instance.id", "connect-widened-0",
                "session.timeout.ms", "45000");
        topic("wide-a", 1);
        KafkaConsumer<byte[], byte[]> dead =
                new KafkaConsumer<>(formerLife, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        dead.subscribe(Pattern.compile("wide-.*"));
        awaitTrue("the former assignment", () -> {
            dead.poll(Duration.ofMillis(100));
            return dead.assignment().size() == 1;
        });
        dead.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        topic("wide-b", 1).send(0, "k", "b");

        // When
        Script script = Script.of("widened");
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.millrace.connect.worker.scripted.ScriptedSinkConnector");
        config.put("topics.regex", "wide-.*");
        worker().create("widened", config);

        // Then
        awaitTrue("the record of the second topic", () -> values(script).contains("b"));
    }

    @Test
    void endsTheTaskOnAnyOtherFailureAndCommitsNothingOfTheBatch() {
        // Given
        Script script = Script.of("broken");
        script.putFailures.add(new IllegalStateException("the target is gone"));
        topic("broken", 1).send(0, "k", "a", "b");

        // When
        sink("broken", Map.of("errors.restart.max", "0"));

        // Then
        worker().awaitTask("broken", 0, Lifecycle.FAILED);
        assertThat(join(worker().control().connectorStatus("broken"))
                        .tasks()
                        .get(0)
                        .status()
                        .trace()
                        .orElseThrow())
                .contains("the target is gone");
        assertThat(join(worker().control().connectorOffsets("broken"))).isEmpty();

        // When
        join(worker().control().restartConnector("broken", true, true));

        // Then
        awaitTrue("both records", () -> values(script).equals(List.of("a", "b")));
        worker().awaitTask("broken", 0, Lifecycle.RUNNING);
    }

    @Test
    void asksNothingMoreOfATaskWhosePutThrewAnythingAtAll() {
        // Given
        List<Throwable> failures = List.of(new AssertionError("broken off"), new IOException("broken off"));
        for (Throwable failure : failures) {
            String name = "threw-" + failure.getClass().getSimpleName();
            Script script = Script.of(name);
            script.onPut = records -> SinkSuite.<RuntimeException>throwUndeclared(failure);
            topic(name, 1).send(0, "k", "a");

            // When
            sink(name, Map.of("errors.restart.max", "0"));

            // Then
            worker().awaitTask(name, 0, Lifecycle.FAILED);
            List<String> calls = List.copyOf(script.calls);
            assertThat(calls.subList(calls.indexOf("put"), calls.size())).containsExactly("put", "close 0 1", "stop");
            assertThat(join(worker().control().connectorOffsets(name))).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwUndeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void writesWhatCannotBeConvertedToTheDeadLetterTopic() {
        // Given
        Script script = Script.of("letters");
        topic("letters", 1).send(0, "k", "{\"a\":1}", "no json", "{\"a\":2}");

        // When
        sink(
                "letters",
                Map.of(
                        "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                        "value.converter.schemas.enable", "false",
                        "errors.tolerance", "all",
                        "errors.log.enable", "true",
                        "errors.deadletterqueue.topic.name", "letters-dead",
                        "errors.deadletterqueue.context.headers.enable", "true"));

        // Then
        awaitTrue("two good records", () -> script.delivered.size() == 2);
        awaitTrue(
                "a dead letter",
                () -> topic("letters-dead").exists() && topic("letters-dead").size() == 1);
        ConsumerRecord<byte[], byte[]> letter = topic("letters-dead").read().get(0);
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("no json");
        Map<String, String> headers = new HashMap<>();
        for (Header header : letter.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        assertThat(headers)
                .containsEntry("__connect.errors.topic", "letters")
                .containsEntry("__connect.errors.partition", "0")
                .containsEntry("__connect.errors.offset", "1")
                .containsEntry("__connect.errors.connector.name", "letters")
                .containsEntry("__connect.errors.task.id", "0")
                .containsEntry("__connect.errors.stage", "VALUE_CONVERTER")
                .containsEntry("__connect.errors.class.name", "org.apache.kafka.connect.json.JsonConverter")
                .containsEntry("__connect.errors.exception.class.name", "org.apache.kafka.connect.errors.DataException")
                .containsKeys("__connect.errors.exception.message", "__connect.errors.exception.stacktrace");
        awaitCommitted("letters", 0, 3);
    }

    @Test
    void takesRecordsThatTheTaskReportsToTheDeadLetterTopic() {
        // Given
        Script script = Script.of("reported");
        script.onPut = records -> records.stream()
                .filter(record -> record.value().equals("bad"))
                .forEach(record -> {
                    // The task does not wait for the report; the worker must.
                    var unused = script.sinkContext
                            .errantRecordReporter()
                            .report(record, new IllegalArgumentException("bad value"));
                });
        topic("reported", 1).send(0, "k", "good", "bad");

        // When
        sink("reported", Map.of("errors.tolerance", "all", "errors.deadletterqueue.topic.name", "reported-dead"));

        // Then
        awaitTrue(
                "a dead letter",
                () -> topic("reported-dead").exists() && topic("reported-dead").size() == 1);
        assertThat(topic("reported-dead").values()).containsExactly("bad");
        awaitCommitted("reported", 0, 2);
    }

    @Test
    void startsWhereTheTaskSaysWhenItOpensPartitions() {
        // Given
        Script script = Script.of("rewound");
        script.onOpen = context -> context.offset(new TopicPartition("rewound", 0), 2);
        topic("rewound", 1).send(0, "k", "0", "1", "2", "3");

        // When
        sink("rewound", Map.of());

        // Then
        awaitTrue("two records", () -> script.delivered.size() >= 2);
        assertThat(values(script)).containsExactly("2", "3");
    }

    @Test
    void callsPutWithoutRecordsWhileNothingComesAndStillPausesAndResumes() {
        // Given
        Script script = Script.of("idle");
        topic("idle", 1);
        sink("idle", Map.of());
        worker().awaitTask("idle", 0, Lifecycle.RUNNING);
        awaitTrue("empty puts", () -> script.emptyPuts.get() > 2);

        // When
        join(worker().control().pauseConnector("idle"));
        worker().awaitTask("idle", 0, Lifecycle.PAUSED);
        topic("idle").send(0, "k", "late");
        int before = script.emptyPuts.get();
        awaitTrue("polls go on", () -> script.emptyPuts.get() > before + 1);
        assertThat(script.delivered).isEmpty();
        join(worker().control().resumeConnector("idle"));

        // Then
        awaitTrue("late", () -> values(script).equals(List.of("late")));
    }

    @Test
    void sharesPartitionsAmongTasksAndLosesNothingWhenTheirNumberChanges() {
        // Given
        Script script = Script.of("shared");
        script.tasks = 1;
        Topic topic = topic("shared", 4);
        sink("shared", Map.of("tasks.max", "3"));
        worker().awaitTask("shared", 0, Lifecycle.RUNNING);
        for (int partition = 0; partition < 4; partition++) {
            topic.send(partition, "k", "before-" + partition);
        }
        awaitTrue("first four", () -> script.delivered.size() >= 4);

        // When
        script.tasks = 3;
        join(worker().control().restartConnector("shared", false, false));
        worker().awaitTask("shared", 2, Lifecycle.RUNNING);
        awaitTrue("task 2 has a partition", () -> script.calls.stream().anyMatch(call -> call.startsWith("open 2")));
        for (int partition = 0; partition < 4; partition++) {
            topic.send(partition, "k", "after-" + partition);
        }

        // Then
        awaitTrue("all eight", () -> values(script).stream().distinct().count() == 8);
        assertThat(script.delivered).hasSize(8);
    }

    @Test
    void takesNothingThatWasAbortedAndCommitsBehindTheEndsOfTransactions() {
        // Given
        Script script = Script.of("transactions");
        Topic topic = topic("transactions", 1);
        topic.transact(true, "a", "b");
        topic.transact(false, "x");

        // When
        sink("transactions", Map.of());

        // Then: behind five offsets, two of which are ends of transactions.
        awaitCommitted("transactions", 0, 5);
        assertThat(values(script)).containsExactly("a", "b");
    }

    @Test
    void letsStoppedSinksHaveTheirOffsetsChanged() {
        // Given
        Script script = Script.of("again");
        topic("again", 1).send(0, "k", "a", "b");
        sink("again", Map.of());
        awaitTrue("both", () -> script.delivered.size() == 2);
        join(worker().control().stopConnector("again"));
        awaitTrue("stopped", () -> worker().taskState("again", 0) == null);
        assertThat(join(worker().control().connectorOffsets("again")))
                .singleElement()
                .satisfies(one -> assertThat(one.offset().orElseThrow().get("kafka_offset"))
                        .isEqualTo(2L));

        // When
        join(worker().control().resetOffsets("again"));
        join(worker().control().resumeConnector("again"));

        // Then
        awaitTrue("both again", () -> values(script).equals(List.of("a", "b", "a", "b")));
    }
}
