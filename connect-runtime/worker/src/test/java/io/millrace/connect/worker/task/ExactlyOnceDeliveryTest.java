package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.budget.BudgetExceededException;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.budget.WorkerBudget;
import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.errors.ErrorPolicy;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.exactlyonce.TransactionBoundary;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.offsets.TestingOffsets;
import io.millrace.connect.worker.secrets.Discretion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExactlyOnceDeliveryTest {

    private static final Map<String, String> CONVERTERS = Map.of(
            "key.converter", "org.apache.kafka.connect.storage.StringConverter",
            "value.converter", "org.apache.kafka.connect.storage.StringConverter");

    private final Plugins plugins = Plugins.open(List.of());
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ReceiptedTask task = new ReceiptedTask();
    private final TaskBudget budget = new WorkerBudget(1_000).open(10);
    private final TaskSwitch control = new TaskSwitch(false);

    @AfterEach
    void close() {
        producer.close();
        plugins.close();
    }

    @Test
    void commitsOffsetsBehindTheirRecordsAndTellsTheSourceThen() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.COMMIT);

        // When
        delivery.deliver(records("a", "b"));

        // Then
        assertThat(written()).containsExactly("t a", "t b", "offsets {\"o\":1}");
        assertThat(producer.commitCount()).isOne();
        assertThat(task.receipts).containsExactly("written a", "written b", "commit");
    }

    @Test
    void tellsTheSourceNothingBeforeTheCommit() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.NONE);

        // When
        delivery.deliver(records("a"));

        // Then
        assertThat(task.receipts).isEmpty();
        assertThat(written()).isEmpty();

        // When
        delivery.finish(false);

        // Then
        assertThat(written()).containsExactly("t a", "offsets {\"o\":0}");
        assertThat(task.receipts).containsExactly("written a", "commit");
    }

    @Test
    void leavesAnOpenTransactionAloneWhenTheTaskFails() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.NONE);
        delivery.deliver(records("a"));

        // When
        delivery.finish(true);

        // Then
        assertThat(producer.commitCount()).isZero();
        assertThat(task.receipts).isEmpty();
    }

    @Test
    void commitsNoPartOfABatchThatAStopCutShort() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(new TransactionBoundary() {
            @Override
            public Ending after(SourceRecord record) {
                control.stop();
                producer.sendException = new InterruptException("stopped");
                return Ending.NONE;
            }

            @Override
            public Ending afterBatch(int records) {
                return Ending.COMMIT;
            }
        });

        // When
        delivery.deliver(records("a", "b"));
        Thread.interrupted();
        delivery.finish(false);

        // Then
        assertThat(producer.commitCount()).isZero();
        assertThat(written()).isEmpty();
        assertThat(task.receipts).isEmpty();
    }

    @Test
    void dropsAbortedRecordsButNotTheirOffsets() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.ABORT);

        // When
        delivery.deliver(records("a", "b"));

        // Then
        assertThat(written()).containsExactly("offsets {\"o\":1}");
        assertThat(task.receipts).containsExactly("dropped a", "dropped b", "commit");
    }

    @Test
    void commitsNothingForAPollThatGaveNothing() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.COMMIT);

        // When
        delivery.deliver(null);

        // Then
        assertThat(producer.commitCount()).isZero();
        assertThat(task.receipts).isEmpty();
    }

    @Test
    void advisesWhoeverLostItsTransaction() {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.COMMIT);
        producer.commitTransactionException = new ProducerFencedException("gone");

        // When / Then
        assertThatThrownBy(() -> delivery.deliver(records("a")))
                .hasMessageContaining("transaction.timeout.ms")
                .hasMessageContaining("transaction.boundary=poll")
                .hasRootCauseMessage("gone");
        assertThat(task.receipts).isEmpty();
    }

    @Test
    void refusesToWriteToTheTopicOfItsOwnOffsets() {
        // Given
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.COMMIT);
        SourceRecord own = new SourceRecord(Map.of("p", "one"), Map.of("o", 0), "offsets", Schema.STRING_SCHEMA, "a");

        // When / Then
        assertThatThrownBy(() -> delivery.deliver(List.of(own))).hasMessageContaining("its own offset topic");
    }

    @Test
    void endsATransactionEarlyThatFillsTheBudget() throws Exception {
        // Given
        ExactlyOnceDelivery delivery = delivery(new TransactionBoundary() {
            @Override
            public Ending afterBatch(int records) {
                return Ending.NONE;
            }

            @Override
            public Ending whenFull() {
                return Ending.COMMIT;
            }
        });

        // When / Then
        delivery.deliver(records("123456", "1"));
        assertThat(producer.commitCount()).isZero();
        assertThat(budget.heldBytes()).isEqualTo(7);
        delivery.deliver(records("1234"));
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void failsOnATransactionOfItsConnectorBeyondTheBudget() throws Exception {
        // Given
        ExactlyOnceDelivery delivery =
                delivery(TransactionBoundary.of(Map.of("transaction.boundary", "connector"), new FlushConfig(1, 1)));
        delivery.deliver(records("123456"));

        // When / Then
        assertThatThrownBy(() -> delivery.deliver(records("12345")))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("holds 6 bytes in 1 records")
                .hasMessageContaining("task.budget.bytes is 10");
    }

    @Test
    void failsOnAPollBeyondTheBudget() {
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.COMMIT);
        assertThatThrownBy(() -> delivery.deliver(records("123456", "12345")))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("One poll of task c-0");
        assertThat(producer.history()).hasSize(0);
    }

    @Test
    void failsOnARecordBeyondTheBudget() {
        ExactlyOnceDelivery delivery = delivery(records -> TransactionBoundary.Ending.COMMIT);
        assertThatThrownBy(() -> delivery.deliver(records("12345678901")))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("11 bytes");
    }

    private ExactlyOnceDelivery delivery(TransactionBoundary boundary) {
        TaskSpec spec = new TaskSpec(new TaskId("c", 0), 1, Map.of(), Map.of());
        StageRunner stages = new StageRunner(ErrorPolicy.parse(Map.of()), List.of(), TaskObserver.NONE, control);
        SourceParts parts = new SourceParts(
                PluginHandle.of(task),
                Map.of(),
                new Converters(
                        plugins.newConverter(true, Map.of(), CONVERTERS),
                        PluginHandle.of(new StringConverter()),
                        plugins.newHeaderConverter(Map.of(), CONVERTERS)),
                new StageChain(List.of(), stages),
                stages,
                producer,
                TestingOffsets.of("c", "offsets"),
                Optional.empty(),
                null,
                budget,
                new OpenParts(spec.id(), Discretion.NONE));
        producer.initTransactions();
        return new ExactlyOnceDelivery(
                parts,
                null,
                boundary,
                new TaskRunner(spec, null, new RecordingListener(), TaskObserver.NONE, Discretion.NONE, false),
                control);
    }

    private List<String> written() {
        return producer.history().stream().map(ExactlyOnceDeliveryTest::text).toList();
    }

    private static String text(ProducerRecord<byte[], byte[]> record) {
        return record.topic() + " " + new String(record.value(), StandardCharsets.UTF_8);
    }

    private static List<SourceRecord> records(String... values) {
        return IntStream.range(0, values.length)
                .mapToObj(
                        i -> new SourceRecord(Map.of("p", "one"), Map.of("o", i), "t", Schema.STRING_SCHEMA, values[i]))
                .toList();
    }

    /** Keeps what it is told. */
    private static final class ReceiptedTask extends IdleSourceTask {
        private final List<String> receipts = new ArrayList<>();

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            receipts.add((metadata == null ? "dropped " : "written ") + record.value());
        }

        @Override
        public void commit() {
            receipts.add("commit");
        }
    }
}
