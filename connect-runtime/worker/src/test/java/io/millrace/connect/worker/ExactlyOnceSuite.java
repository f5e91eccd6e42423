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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What exactly-once sources promise, on whatever broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExactlyOnceSuite {

    private static final Map<String, String> QUICK =
            Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "1000");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private TestingWorker worker;

    /** Started for the tests of the class. */
    abstract String bootstrapServers();

    /** After the workers. */
    void stopBroker() {}

    /** In the names of groups, connectors and topics: scripts are found by name, and two suites share a JVM. */
    abstract String prefix();

    @BeforeAll
    void startWorker() {
        worker = new TestingWorker(bootstrapServers(), prefix() + "exactly", Map.of());
    }

    @AfterAll
    void stopWorker() {
        if (worker != null) {
            worker.close();
        }
        stopBroker();
    }

    @Test
    void writesRecordsAndOffsetsInTransactionsWhereTheConnectorSupportsIt() {
        // When
        source(name("supported"), 2, 2, 50, Map.of("answer", "SUPPORTED"));

        // Then
        awaitOffsets(name("supported"), 2, 50);
        assertThat(topic(name("supported")).values()).containsExactlyInAnyOrderElementsOf(numbers(2, 50));
        assertThat(markers(name("supported"))).isPositive();
        Script script = Script.of(name("supported"));
        awaitTrue("all receipts", () -> script.calls.containsAll(List.of("written 0-49", "written 1-49", "commit")));
        assertThat(configRecords("tasks-fencing-" + name("supported")))
                .singleElement()
                .asString()
                .startsWith("{\"task-count\":2,");
    }

    @Test
    void writesWithoutTransactionsWhereTheConnectorDoesNotSay() {
        // When
        source(name("silent"), 1, 1, 50, Map.of());

        // Then
        awaitOffsets(name("silent"), 1, 50);
        assertThat(markers(name("silent"))).isZero();
        assertThat(configRecords("tasks-fencing-" + name("silent"))).isEmpty();
    }

    @Test
    void dropsWhatTheConnectorAbortsAndGoesOnBehindIt() {
        // Given
        Script script = Script.of(name("aborting"));
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
        source(name("aborting"), 1, 1, 50, Map.of("answer", "SUPPORTED", "transaction.boundary", "connector"));

        // Then
        awaitOffsets(name("aborting"), 1, 50);
        List<String> wanted = IntStream.range(0, 50)
                .filter(number -> number < 20 || (number >= 30 && number < 35) || number >= 40)
                .mapToObj(number -> "0-" + number)
                .toList();
        assertThat(topic(name("aborting")).values()).isEqualTo(wanted);
        awaitTrue("last receipt", () -> script.calls.contains("written 0-49"));
        assertThat(script.calls).contains("dropped 0-20", "dropped 0-29", "written 0-34", "dropped 0-35");
    }

    @Test
    void leavesTheTransactionOpenUntilTheConnectorEndsIt() {
        // Given
        Script script = Script.of(name("patient"));
        script.onPolled = (transactions, records) -> {
            if (records.get(0).value().equals("0-40")) {
                transactions.commitTransaction(records.get(9));
            }
        };

        // When
        source(name("patient"), 1, 1, 60, Map.of("answer", "SUPPORTED", "transaction.boundary", "connector"));

        // Then
        awaitOffsets(name("patient"), 1, 50);
        awaitTrue("behind the end", () -> topic(name("patient")).size() > 55);
        assertThat(topic(name("patient")).values()).isEqualTo(numbers(1, 50));

        // When
        join(worker.control().stopConnector(name("patient")));
        awaitTrue("stopped", () -> worker.taskState(name("patient"), 0) == null);
        script.onPolled = (transactions, records) -> transactions.commitTransaction();
        join(worker.control().resumeConnector(name("patient")));

        // Then
        awaitOffsets(name("patient"), 1, 60);
        assertThat(topic(name("patient")).values()).isEqualTo(numbers(1, 60));
    }

    @Test
    void failsTheTaskOfAConnectorThatContradictsItself() {
        // Given
        Script.of(name("torn")).onPolled = (transactions, records) -> {
            transactions.commitTransaction();
            transactions.abortTransaction();
        };

        // When
        source(name("torn"), 1, 1, 50, Map.of("answer", "SUPPORTED", "transaction.boundary", "connector"));

        // Then
        worker.awaitTask(name("torn"), 0, Lifecycle.FAILED);
        assertThat(topic(name("torn")).values()).isEmpty();
        assertThat(join(worker.control().connectorOffsets(name("torn")))).isEmpty();
    }

    @Test
    void losesAndDoublesNothingWhileTheNumberOfTasksChanges() {
        // Given
        Map<String, String> slow = Map.of("answer", "SUPPORTED", "pause.ms", "5");
        source(name("growing"), 1, 6, 400, slow);

        // When
        for (int tasks : new int[] {3, 2, 6, 1}) {
            long before = topic(name("growing")).size();
            awaitTrue("records", () -> topic(name("growing")).size() > before + 50);
            Map<String, String> config = config(name("growing"), tasks, 6, 400, slow);
            join(worker.control().putConnectorConfig(name("growing"), config));
        }

        // Then
        awaitOffsets(name("growing"), 6, 400);
        assertThat(topic(name("growing")).values()).containsExactlyInAnyOrderElementsOf(numbers(6, 400));
    }

    @Test
    void fencesWhatMayStillRunOfFormerTasksWhateverItsIndex() {
        // Given
        Map<String, String> supported = Map.of("answer", "SUPPORTED");
        source(name("former"), 3, 3, 20, supported);
        awaitOffsets(name("former"), 3, 20);
        join(worker.control().stopConnector(name("former")));
        awaitTrue("stopped", () -> worker.taskState(name("former"), 2) == null);
        String id = name("exactly") + "-" + name("former") + "-2";
        try (KafkaProducer<byte[], byte[]> zombie = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            zombie.initTransactions();
            zombie.beginTransaction();
            var unused = zombie.send(new ProducerRecord<>(name("former"), new byte[1]));
            zombie.flush();

            // When
            join(worker.control().putConnectorConfig(name("former"), config(name("former"), 1, 3, 40, supported)));
            join(worker.control().resumeConnector(name("former")));
            awaitOffsets(name("former"), 3, 40);

            // Then
            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(KafkaException.class);
            assertThat(topic(name("former")).values()).containsExactlyInAnyOrderElementsOf(numbers(3, 40));
        }
    }

    @Test
    void commitsWhatIsOpenBeforeAPause() {
        // Given
        source(
                name("resting"),
                1,
                1,
                Integer.MAX_VALUE,
                Map.of(
                        "answer", "SUPPORTED",
                        "pause.ms", "5",
                        "transaction.boundary", "interval",
                        "transaction.boundary.interval.ms", "3600000"));
        awaitTrue("open transaction", () -> topic(name("resting")).size() > 20);
        assertThat(topic(name("resting")).values()).isEmpty();

        // When
        join(worker.control().pauseConnector(name("resting")));

        // Then
        worker.awaitTask(name("resting"), 0, Lifecycle.PAUSED);
        int visible = topic(name("resting")).values().size();
        assertThat(visible).isGreaterThan(20);
        assertThat(join(worker.control().connectorOffsets(name("resting"))))
                .singleElement()
                .satisfies(one -> assertThat(one.offset().orElseThrow()).isEqualTo(Map.of("next", (long) visible)));
        join(worker.control().deleteConnector(name("resting")));
    }

    @Test
    void refusesToRequireWhatCannotBe() {
        assertThatThrownBy(() -> source(
                        name("refused"), 1, 1, 1, Map.of("answer", "UNSUPPORTED", "exactly.once.support", "required")))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_REQUEST))
                .hasMessageContaining("exactly-once");
    }

    @Test
    void keepsOffsetsWhereTheConnectorWantsThemAndCopiesThemForTheWayBack() {
        // Given
        Map<String, String> apart = Map.of("answer", "SUPPORTED", "offsets.storage.topic", name("own-offsets"));
        source(name("apart"), 1, 1, 50, Map.of("answer", "SUPPORTED"));
        awaitOffsets(name("apart"), 1, 50);

        // When
        join(worker.control().putConnectorConfig(name("apart"), config(name("apart"), 1, 1, 100, apart)));

        // Then
        awaitOffsets(name("apart"), 1, 100);
        List<ConsumerRecord<byte[], byte[]>> own = topic(name("own-offsets")).read();
        assertThat(own).isNotEmpty().allSatisfy(record -> assertThat(text(record.key()))
                .isEqualTo("[\"" + name("apart") + "\",{\"partition\":\"0\"}]"));
        assertThat(text(own.get(own.size() - 1).value())).isEqualTo("{\"next\":100}");
        awaitTrue("copy", () -> topic(name("exactly-offsets")).read().stream()
                .anyMatch(record -> text(record.key()).contains(name("apart"))
                        && text(record.value()).equals("{\"next\":100}")));

        // When
        join(worker.control()
                .putConnectorConfig(name("apart"), config(name("apart"), 1, 1, 150, Map.of("answer", "SUPPORTED"))));

        // Then
        awaitOffsets(name("apart"), 1, 150);
        assertThat(topic(name("apart")).values()).isEqualTo(numbers(1, 150));
    }

    @Test
    void deletesOffsetsInBothTopics() {
        // Given
        source(
                name("emptied"),
                1,
                1,
                20,
                Map.of("answer", "SUPPORTED", "offsets.storage.topic", name("emptied-offsets")));
        awaitOffsets(name("emptied"), 1, 20);
        join(worker.control().stopConnector(name("emptied")));
        awaitTrue("stopped", () -> worker.taskState(name("emptied"), 0) == null);

        // When
        join(worker.control().resetOffsets(name("emptied")));

        // Then
        assertThat(join(worker.control().connectorOffsets(name("emptied")))).isEmpty();
        join(worker.control().resumeConnector(name("emptied")));
        awaitOffsets(name("emptied"), 1, 20);
        assertThat(topic(name("emptied")).values()).hasSize(40);
    }

    @Test
    void losesAndDoublesNothingWhenAWorkerSleepsOrIsKilledInTheMiddleOfTransactions() {
        // Given
        String connector = name("survivor");
        String group = name("sleepy");
        Map<String, String> slow = Map.of(
                "answer", "SUPPORTED",
                "pause.ms", "20",
                "transaction.boundary", "interval",
                "transaction.boundary.interval.ms", "700");
        Map<String, String> endless = config(connector, 2, 4, Integer.MAX_VALUE, slow);
        try (ChildJvm sleeper = WorkerProcess.start(bootstrapServers(), group, endless);
                TestingWorker heir = new TestingWorker(bootstrapServers(), group, QUICK)) {
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
            int end = 100 + Collections.max(next(heir, connector)).intValue();
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

    private String name(String plain) {
        return prefix() + plain;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private void source(String name, int tasks, int partitions, int records, Map<String, String> extra) {
        worker.create(name, config(name, tasks, partitions, records, extra));
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
        awaitTrue("offsets " + end, () -> next(worker, name).equals(Collections.nCopies(partitions, end)));
    }

    private static List<String> numbers(int partitions, int records) {
        return IntStream.range(0, partitions)
                .boxed()
                .flatMap(partition -> IntStream.range(0, records).mapToObj(number -> partition + "-" + number))
                .toList();
    }

    private Topic topic(String name) {
        return new Topic(bootstrapServers(), name);
    }

    /** Offsets of a topic that hold no record: the markers of transactions. */
    private long markers(String name) {
        return topic(name).size() - topic(name).read().size();
    }

    private List<String> configRecords(String key) {
        return topic(name("exactly-configs")).read().stream()
                .filter(record -> key.equals(text(record.key())))
                .map(record -> text(record.value()))
                .toList();
    }
}
