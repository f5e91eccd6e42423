package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.scripted.Script;
import io.millrace.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What exactly-once sources promise, on whatever broker. */
abstract class ExactlyOnceSuite extends SingleWorkerSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    ExactlyOnceSuite(BrokerKind broker) {
        super(broker, "exactly", Map.of());
    }

    @Test
    void writesRecordsAndOffsetsInTransactionsWhereTheConnectorSupportsIt() {
        // When
        numbered("supported", 2, 2, 50, Map.of("answer", "SUPPORTED"));

        // Then
        awaitOffsets("supported", 2, 50);
        assertThat(topic("supported").values()).containsExactlyInAnyOrderElementsOf(numbers(2, 50));
        assertThat(markers("supported")).isPositive();
        Script script = Script.of("supported");
        awaitTrue("all receipts", () -> script.calls.containsAll(List.of("written 0-49", "written 1-49", "commit")));
        assertThat(configRecords("tasks-fencing-" + "supported"))
                .singleElement()
                .asString()
                .startsWith("{\"task-count\":2,");
    }

    @Test
    void writesWithoutTransactionsWhereTheConnectorDoesNotSay() {
        // When
        numbered("silent", 1, 1, 50, Map.of());

        // Then
        awaitOffsets("silent", 1, 50);
        assertThat(markers("silent")).isZero();
        assertThat(configRecords("tasks-fencing-" + "silent")).isEmpty();
    }

    @Test
    void dropsWhatTheConnectorAbortsAndGoesOnBehindIt() {
        // Given
        Script script = Script.of("aborting");
        script.onPolled = (transactions, records) -> {
            Object first = records.get(0).value();
            if (first.equals("0-20")) {
                transactions.abortTransaction();
            } else if (first.equals("0-30")) {
                // Only half of the batch is wanted.
                transactions.commitTransaction(records.get(4));
                transactions.abortTransaction(records.get(9));
            } else {
                transactions.commitTransaction();
            }
        };

        // When
        numbered("aborting", 1, 1, 50, Map.of("answer", "SUPPORTED", "transaction.boundary", "connector"));

        // Then
        awaitOffsets("aborting", 1, 50);
        List<String> wanted = IntStream.range(0, 50)
                .filter(number -> number < 20 || (number >= 30 && number < 35) || number >= 40)
                .mapToObj(number -> "0-" + number)
                .toList();
        assertThat(topic("aborting").values()).isEqualTo(wanted);
        awaitTrue("last receipt", () -> script.calls.contains("written 0-49"));
        assertThat(script.calls).contains("dropped 0-20", "dropped 0-29", "written 0-34", "dropped 0-35");
    }

    @Test
    void leavesTheTransactionOpenUntilTheConnectorEndsIt() {
        // Given
        Script script = Script.of("patient");
        script.onPolled = (transactions, records) -> {
            if (records.get(0).value().equals("0-40")) {
                transactions.commitTransaction(records.get(9));
            }
        };

        // When
        numbered("patient", 1, 1, 60, Map.of("answer", "SUPPORTED", "transaction.boundary", "connector"));

        // Then
        awaitOffsets("patient", 1, 50);
        awaitTrue("behind the end", () -> topic("patient").size() > 55);
        assertThat(topic("patient").values()).isEqualTo(numbers(1, 50));

        // When
        join(worker().control().stopConnector("patient"));
        awaitTrue("stopped", () -> worker().taskState("patient", 0) == null);
        script.onPolled = (transactions, records) -> transactions.commitTransaction();
        join(worker().control().resumeConnector("patient"));

        // Then
        awaitOffsets("patient", 1, 60);
        assertThat(topic("patient").values()).isEqualTo(numbers(1, 60));
    }

    @Test
    void failsTheTaskOfAConnectorThatContradictsItself() {
        // Given
        Script.of("contradicting").onPolled = (transactions, records) -> {
            transactions.commitTransaction();
            transactions.abortTransaction();
        };

        // When
        numbered("contradicting", 1, 1, 50, Map.of("answer", "SUPPORTED", "transaction.boundary", "connector"));

        // Then
        worker().awaitTask("contradicting", 0, Lifecycle.FAILED);
        assertThat(topic("contradicting").values()).isEmpty();
        assertThat(join(worker().control().connectorOffsets("contradicting"))).isEmpty();
    }

    @Test
    void losesAndDoublesNothingWhileTheNumberOfTasksChanges() {
        // Given
        Map<String, String> slow = Map.of("answer", "SUPPORTED", "pause.ms", "5");
        numbered("growing", 1, 6, 400, slow);

        // When
        for (int tasks : new int[] {3, 2, 6, 1}) {
            long before = topic("growing").size();
            awaitTrue("records", () -> topic("growing").size() > before + 50);
            Map<String, String> config = config("growing", tasks, 6, 400, slow);
            join(worker().control().putConnectorConfig("growing", config));
        }

        // Then
        awaitOffsets("growing", 6, 400);
        assertThat(topic("growing").values()).containsExactlyInAnyOrderElementsOf(numbers(6, 400));
    }

    @Test
    void fencesWhatMayStillRunOfFormerTasksWhateverItsIndex() {
        // Given
        Map<String, String> supported = Map.of("answer", "SUPPORTED");
        numbered("former", 3, 3, 20, supported);
        awaitOffsets("former", 3, 20);
        join(worker().control().stopConnector("former"));
        awaitTrue("stopped", () -> worker().taskState("former", 2) == null);
        String id = "exactly" + "-" + "former" + "-2";
        try (KafkaProducer<byte[], byte[]> zombie = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            zombie.initTransactions();
            zombie.beginTransaction();
            var unused = zombie.send(new ProducerRecord<>("former", new byte[1]));
            zombie.flush();

            // When
            join(worker().control().putConnectorConfig("former", config("former", 1, 3, 40, supported)));
            join(worker().control().resumeConnector("former"));
            awaitOffsets("former", 3, 40);

            // Then
            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(KafkaException.class);
            assertThat(topic("former").values()).containsExactlyInAnyOrderElementsOf(numbers(3, 40));
        }
    }

    @Test
    void commitsWhatIsOpenBeforeAPause() {
        // Given
        numbered(
                "resting",
                1,
                1,
                Integer.MAX_VALUE,
                Map.of(
                        "answer", "SUPPORTED",
                        "pause.ms", "5",
                        "transaction.boundary", "interval",
                        "transaction.boundary.interval.ms", "3600000"));
        awaitTrue("open transaction", () -> topic("resting").size() > 20);
        assertThat(topic("resting").values()).isEmpty();

        // When
        join(worker().control().pauseConnector("resting"));

        // Then
        worker().awaitTask("resting", 0, Lifecycle.PAUSED);
        int visible = topic("resting").values().size();
        assertThat(visible).isGreaterThan(20);
        assertThat(join(worker().control().connectorOffsets("resting")))
                .singleElement()
                .satisfies(one -> assertThat(one.offset().orElseThrow()).isEqualTo(Map.of("next", (long) visible)));
        join(worker().control().deleteConnector("resting"));
    }

    @Test
    void refusesToRequireWhatCannotBe() {
        assertThatThrownBy(() -> numbered(
                        "refused", 1, 1, 1, Map.of("answer", "UNSUPPORTED", "exactly.once.support", "required")))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_REQUEST))
                .hasMessageContaining("exactly-once");
    }

    @Test
    void keepsOffsetsWhereTheConnectorWantsThemAndCopiesThemForTheWayBack() {
        // Given
        Map<String, String> apart = Map.of("answer", "SUPPORTED", "offsets.storage.topic", "own-offsets");
        numbered("apart", 1, 1, 50, Map.of("answer", "SUPPORTED"));
        awaitOffsets("apart", 1, 50);

        // When
        join(worker().control().putConnectorConfig("apart", config("apart", 1, 1, 100, apart)));

        // Then
        awaitOffsets("apart", 1, 100);
        List<ConsumerRecord<byte[], byte[]>> own = topic("own-offsets").read();
        assertThat(own).isNotEmpty().allSatisfy(record -> assertThat(text(record.key()))
                .isEqualTo("[\"" + "apart" + "\",{\"partition\":\"0\"}]"));
        assertThat(text(own.get(own.size() - 1).value())).isEqualTo("{\"next\":100}");
        awaitTrue("copy", () -> topic("exactly-offsets").read().stream()
                .anyMatch(record -> text(record.key()).contains("apart")
                        && text(record.value()).equals("{\"next\":100}")));

        // When
        join(worker().control().putConnectorConfig("apart", config("apart", 1, 1, 150, Map.of("answer", "SUPPORTED"))));

        // Then
        awaitOffsets("apart", 1, 150);
        assertThat(topic("apart").values()).isEqualTo(numbers(1, 150));
    }

    @Test
    void deletesOffsetsInBothTopics() {
        // Given
        numbered("emptied", 1, 1, 20, Map.of("answer", "SUPPORTED", "offsets.storage.topic", "emptied-offsets"));
        awaitOffsets("emptied", 1, 20);
        join(worker().control().stopConnector("emptied"));
        awaitTrue("stopped", () -> worker().taskState("emptied", 0) == null);

        // When
        join(worker().control().resetOffsets("emptied"));

        // Then
        assertThat(join(worker().control().connectorOffsets("emptied"))).isEmpty();
        join(worker().control().resumeConnector("emptied"));
        awaitOffsets("emptied", 1, 20);
        assertThat(topic("emptied").values()).hasSize(40);
    }

    @Test
    void losesAndDoublesNothingWhenAWorkerSleepsOrIsKilledInTheMiddleOfTransactions() {
        // Given
        String connector = "survivor";
        String group = "sleepy";
        Map<String, String> slow = Map.of(
                "answer", "SUPPORTED",
                "pause.ms", "20",
                "transaction.boundary", "interval",
                "transaction.boundary.interval.ms", "700");
        Map<String, String> endless = config(connector, 2, 4, Integer.MAX_VALUE, slow);
        try (ChildJvm sleeper = WorkerProcess.start(bootstrapServers(), group, endless);
                TestingWorker heir = new TestingWorker(bootstrapServers(), group, WorkerProcess.SETTINGS)) {
            awaitTrue("work on both", () -> owners(heir, connector).size() == 2);
            awaitTrue("a transaction", () -> topic(connector).transactionOpen());

            // When
            sleeper.pause();
            awaitTrue("work on one", () -> owners(heir, connector)
                    .equals(Set.of(heir.worker().workerId())));
            sleeper.resume();
            awaitTrue("work on both again", () -> owners(heir, connector).size() == 2);
            awaitTrue("a transaction", () -> topic(connector).transactionOpen());
            sleeper.kill();
            awaitTrue("work on one", () -> owners(heir, connector)
                    .equals(Set.of(heir.worker().workerId())));
            join(heir.control().stopConnector(connector));
            awaitTrue("stopped", () -> heir.taskState(connector, 0) == null && heir.taskState(connector, 1) == null);
            int end = 20 + Collections.max(next(heir, connector)).intValue();
            join(heir.control().putConnectorConfig(connector, config(connector, 2, 4, end, slow)));
            join(heir.control().resumeConnector(connector));

            // Then
            awaitTrue("all offsets", PATIENCE, () -> next(heir, connector).equals(Collections.nCopies(4, (long) end)));
            assertThat(topic(connector).values()).containsExactlyInAnyOrderElementsOf(numbers(4, end));
        }
    }

    private static List<Long> next(TestingWorker asked, String connector) {
        return join(asked.control().connectorOffsets(connector)).stream()
                .map(one -> (Long) one.offset().orElseThrow().get("next"))
                .toList();
    }

    /** The workers that run all of a connector's tasks; nobody while one of them does not run. */
    private static Set<String> owners(TestingWorker asked, String connector) {
        if (asked.connectorState(connector) == null) {
            return Set.of();
        }
        List<TaskStatus> tasks =
                join(asked.control().connectorStatus(connector)).tasks();
        return tasks.stream().allMatch(task -> task.status().state() == Lifecycle.RUNNING)
                ? tasks.stream().map(task -> task.status().workerId()).collect(Collectors.toSet())
                : Set.of();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private void numbered(String name, int tasks, int partitions, int records, Map<String, String> extra) {
        worker().create(name, config(name, tasks, partitions, records, extra));
    }

    private Map<String, String> config(String name, int tasks, int partitions, int records, Map<String, String> extra) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.millrace.connect.worker.scripted.NumberedSourceConnector");
        config.put("name", name);
        config.put("topic", name);
        config.put("tasks.max", Integer.toString(tasks));
        config.put("partitions", Integer.toString(partitions));
        config.put("records", Integer.toString(records));
        config.putAll(extra);
        return config;
    }

    private void awaitOffsets(String name, int partitions, long end) {
        awaitTrue("offsets " + end, () -> next(worker(), name).equals(Collections.nCopies(partitions, end)));
    }

    private static List<String> numbers(int partitions, int records) {
        return IntStream.range(0, partitions)
                .boxed()
                .flatMap(partition -> IntStream.range(0, records).mapToObj(number -> partition + "-" + number))
                .toList();
    }

    /** Offsets of a topic that hold no record: the markers of transactions. */
    private long markers(String name) {
        return topic(name).size() - topic(name).read().size();
    }

    private List<String> configRecords(String key) {
        return topic("exactly-configs").read().stream()
                .filter(record -> key.equals(text(record.key())))
                .map(record -> text(record.value()))
                .toList();
    }
}
