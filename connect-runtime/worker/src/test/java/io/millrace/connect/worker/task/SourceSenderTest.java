package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.budget.BudgetExceededException;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.budget.WorkerBudget;
import io.millrace.connect.worker.errors.ErrorPolicy;
import io.millrace.connect.worker.errors.FailureListener;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.secrets.Discretion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceSenderTest {

    private static final Map<String, String> CONVERTERS = Map.of(
            "key.converter", "org.apache.kafka.connect.storage.StringConverter",
            "value.converter", "org.apache.kafka.connect.storage.StringConverter");

    private final Plugins plugins = Plugins.open(List.of());
    private final HeldProducer producer = new HeldProducer();
    private final ReceiptedTask task = new ReceiptedTask();
    private final TaskBudget budget = new WorkerBudget(1_000).open(10);
    private final AckTracker acks = new AckTracker(budget::give);
    private final TaskSwitch control = new TaskSwitch(false);

    @AfterEach
    void close() {
        producer.close();
        plugins.close();
    }

    @Test
    void tellsTheTaskOfRecordsOnlyWhenAllBeforeThemAreWritten() {
        // Given
        SourceSender sender = sender(Map.of(), new StringConverter());
        sender.send(records("a", "b", "c"), null);

        // When
        producer.answer(1, null);
        producer.answer(2, null);

        // Then
        assertThat(task.receipts).isEmpty();

        // When
        producer.answer(0, null);

        // Then
        assertThat(task.receipts).containsExactly("a", "b", "c");
    }

    @Test
    void tellsTheTaskOfNothingBehindARejectedRecord() {
        // Given
        SourceSender sender = sender(Map.of(), new StringConverter());
        sender.send(records("a", "b", "c"), null);

        // When
        producer.answer(1, new RecordTooLargeException("b"));
        producer.answer(2, null);
        producer.answer(0, null);

        // Then
        assertThat(task.receipts).containsExactly("a");
        assertThat(acks.lost()).isTrue();
        assertThatThrownBy(sender::throwFailure).hasRootCauseMessage("b");
    }

    @Test
    void goesOnBehindARejectedRecordThatIsTolerated() {
        // Given
        SourceSender sender = sender(Map.of("errors.tolerance", "all"), new StringConverter());
        sender.send(records("a", "b"), null);

        // When
        producer.answer(0, new RecordTooLargeException("a"));
        producer.answer(1, null);

        // Then
        assertThat(task.receipts).containsExactly("a", "b");
        assertThat(acks.lost()).isFalse();
    }

    @Test
    void leavesARecordAloneWhoseConversionTheStopCutsShort() {
        // Given
        Map<String, String> patient = Map.of("errors.tolerance", "all", "errors.retry.timeout", "-1");
        SourceSender sender = sender(patient, new StringConverter() {
            @Override
            public byte[] fromConnectData(String topic, Schema schema, Object value) {
                if ("b".equals(value)) {
                    control.stop();
                    throw new RetriableException("not now");
                }
                return super.fromConnectData(topic, schema, value);
            }
        });

        // When
        sender.send(records("a", "b", "c"), null);
        producer.answer(0, null);

        // Then
        assertThat(task.receipts).containsExactly("a");
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(Map.of("p", "one"), Map.of("o", 0)));
        assertThat(acks.uncommitted()).isZero();
        assertThat(producer.callbacks).hasSize(1);
    }

    @Test
    void failsRatherThanSkipsWhenAConversionIsInterrupted() {
        // Given
        SourceSender sender = sender(Map.of("errors.tolerance", "all"), new StringConverter() {
            @Override
            public byte[] fromConnectData(String topic, Schema schema, Object value) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted");
            }
        });

        // When / Then
        assertThatThrownBy(() -> sender.send(records("a"), null)).hasRootCauseMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(acks.uncommitted()).isZero();
    }

    @Test
    void failsOnAnErrorInAReportInsteadOfWaitingForTheRecordForEver() throws Exception {
        // Given
        FailureListener broken = record -> {
            throw new NoClassDefFoundError("report");
        };
        SourceSender sender = sender(Map.of("errors.tolerance", "all"), new StringConverter(), List.of(broken));
        sender.send(records("a"), null);

        // When
        producer.answer(0, new RecordTooLargeException("a"));

        // Then
        assertThatThrownBy(sender::throwFailure).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(acks.awaitAll(1)).isTrue();
        assertThat(acks.lost()).isTrue();
    }

    @Test
    void waitsForAcknowledgementsWhenItsBudgetIsFull() throws Exception {
        // Given
        SourceSender sender = sender(Map.of(), new StringConverter());
        sender.send(records("123456"), null);
        sender.send(records("1234"), null);
        Thread third = new Thread(() -> sender.send(records("x"), null));

        // When
        third.start();
        await(() -> third.getState() == Thread.State.TIMED_WAITING);

        // Then
        assertThat(producer.callbacks).hasSize(2);

        // When
        producer.answer(0, null);
        third.join();

        // Then
        assertThat(producer.callbacks).hasSize(3);
        assertThat(budget.heldBytes()).isEqualTo(5);
        assertThat(budget.heldMaxBytes()).isEqualTo(10);
        assertThat(budget.throttledNanos()).isPositive();
    }

    @Test
    void waitsWhenManyRecordsWaitForOneBeforeThem() throws Exception {
        // Given
        SourceSender sender = sender(Map.of(), new StringConverter());
        String[] many = new String[20_000];
        Arrays.fill(many, "");
        sender.send(records(many), null);
        Thread next = new Thread(() -> sender.send(records(""), null));

        // When
        next.start();
        await(() -> next.getState() == Thread.State.TIMED_WAITING || !next.isAlive());

        // Then
        assertThat(producer.callbacks).hasSize(many.length);

        // When
        producer.answer(0, null);
        next.join();

        // Then
        assertThat(producer.callbacks).hasSize(many.length + 1);
    }

    @Test
    void doesNotPollAgainBeforeThereIsRoom() throws Exception {
        // Given
        SourceSender sender = sender(Map.of(), new StringConverter());
        assertThat(sender.awaitRoom(null)).isTrue();
        sender.send(records("1234567890"), null);
        AtomicBoolean room = new AtomicBoolean();
        Thread polls = new Thread(() -> room.set(sender.awaitRoom(null)));

        // When
        polls.start();
        await(() -> polls.getState() == Thread.State.TIMED_WAITING);
        control.stop();
        polls.join();

        // Then
        assertThat(room).isFalse();
    }

    @Test
    void failsOnAPollBeyondTheBudgetOfWhichNothingMoreIsSent() {
        // Given
        SourceSender sender = sender(Map.of("errors.tolerance", "all"), new StringConverter());

        // When / Then
        assertThatThrownBy(() -> sender.send(records("123456", "12345"), null))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("2 of its records are 11 bytes")
                .hasMessageContaining("task.budget.bytes is 10");
        assertThat(producer.callbacks).hasSize(1);
    }

    @Test
    void refusesARecordThatIsLargerThanTheBudgetByItself() {
        // Given
        SourceSender sender = sender(Map.of(), new StringConverter());

        // When
        sender.send(records("12345678901"), null);

        // Then
        assertThat(producer.callbacks).isEmpty();
        assertThatThrownBy(sender::throwFailure).rootCause().isInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void leavesOutARecordThatIsLargerThanTheBudgetWhereThatIsTolerated() {
        // Given
        SourceSender sender = sender(Map.of("errors.tolerance", "all"), new StringConverter());

        // When
        sender.send(records("12345678901", "b"), null);
        producer.answer(0, null);

        // Then
        assertThat(producer.callbacks).hasSize(1);
        assertThat(task.receipts).containsExactly("12345678901", "b");
        assertThat(budget.heldBytes()).isZero();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            Thread.sleep(1);
        }
    }

    private SourceSender sender(Map<String, String> config, Converter value) {
        return sender(config, value, List.of());
    }

    private SourceSender sender(Map<String, String> config, Converter value, List<FailureListener> listeners) {
        TaskSpec spec = new TaskSpec(new TaskId("c", 0), 1, Map.of(), Map.of());
        StageRunner stages = new StageRunner(ErrorPolicy.parse(config), listeners, TaskObserver.NONE, control);
        SourceParts parts = new SourceParts(
                PluginHandle.of(task),
                Map.of(),
                new Converters(
                        plugins.newConverter(true, Map.of(), CONVERTERS),
                        PluginHandle.of(value),
                        plugins.newHeaderConverter(Map.of(), CONVERTERS)),
                new StageChain(List.of(), stages),
                stages,
                producer,
                null,
                Optional.empty(),
                null,
                budget,
                new OpenParts(spec.id(), Discretion.NONE));
        return new SourceSender(
                parts,
                acks,
                control,
                new TaskRunner(spec, null, new RecordingListener(), TaskObserver.NONE, Discretion.NONE, false));
    }

    private static List<SourceRecord> records(String... values) {
        return IntStream.range(0, values.length)
                .mapToObj(
                        i -> new SourceRecord(Map.of("p", "one"), Map.of("o", i), "t", Schema.STRING_SCHEMA, values[i]))
                .toList();
    }

    /** Answers when, and in the order in which, the test says. */
    private static final class HeldProducer extends MockProducer<byte[], byte[]> {
        private final List<Callback> callbacks = new ArrayList<>();

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent, Callback callback) {
            callbacks.add(callback);
            return null;
        }

        void answer(int number, Exception failure) {
            RecordMetadata metadata = new RecordMetadata(new TopicPartition("t", 0), number, 0, 0, 0, 0);
            callbacks.get(number).onCompletion(failure == null ? metadata : null, failure);
        }
    }

    /** Keeps what it is told. */
    private static final class ReceiptedTask extends IdleSourceTask {
        private final List<Object> receipts = new ArrayList<>();

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            receipts.add(record.value());
        }
    }
}
