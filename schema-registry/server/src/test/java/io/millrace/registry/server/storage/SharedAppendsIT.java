package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import io.millrace.registry.server.SharedKafka;
import io.millrace.testing.TestingKafka;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Writes that wait together are decided one after the other, and written at once. */
class SharedAppendsIT {
    private static final int PATIENCE_MS = 120_000;
    private static final int CONFIRMED_MS = 5_000;
    private static final String SUBJECT = "s";

    /** What one request does, which answers with the number of versions that it saw. */
    private interface Operation extends Function<RegistryState, Decision<Proposal<Integer>>> {}

    private final ConcurrentLinkedQueue<Thread> deciding = new ConcurrentLinkedQueue<>();

    private static RegistryStore open(String topic) {
        return RegistryStore.open(
                new StoreConfig(SharedKafka.bootstrapServers(), topic, 1, PATIENCE_MS, PATIENCE_MS, Map.of()));
    }

    private static RegistryRecord version(int version, int id, String text) {
        return new RegistryRecord.VersionWritten(
                new SchemaVersion(SUBJECT, version, id, SchemaContent.avro(text), false));
    }

    private static int versions(RegistryState state) {
        return state.versions(SUBJECT).size();
    }

    /** Registers the next version under the next id. */
    private Operation next(String text) {
        return state -> {
            deciding.add(Thread.currentThread());
            int seen = versions(state);
            RegistryRecord record = version(seen + 1, state.highestId(".") + 1, text);
            return Decision.accept(new Proposal<>(List.of(record), seen));
        };
    }

    private Decision<Proposal<Integer>> look(RegistryState state) {
        deciding.add(Thread.currentThread());
        return Decision.accept(Proposal.unchanged(versions(state)));
    }

    /** Sends the requests, in this order, while a write goes on, so that they wait for its end together. */
    private static List<FutureTask<Decision<Integer>>> together(RegistryStore store, List<Operation> operations) {
        return together(
                operations.stream()
                        .<Callable<Decision<Integer>>>map(operation -> () -> store.write(operation))
                        .toList(),
                store);
    }

    private static List<FutureTask<Decision<Integer>>> together(
            List<Callable<Decision<Integer>>> writes, RegistryStore store) {
        List<FutureTask<Decision<Integer>>> answers = new ArrayList<>();
        store.write(state -> {
            for (Callable<Decision<Integer>> write : writes) {
                FutureTask<Decision<Integer>> answer = new FutureTask<>(write);
                answers.add(answer);
                Thread sender = new Thread(answer, "request-" + answers.size());
                sender.start();
                awaitTurn(sender);
            }
            return Decision.accept(Proposal.unchanged(0));
        });
        return answers;
    }

    private static void awaitTurn(Thread sender) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!(sender.getState() == Thread.State.WAITING && isInQueue(sender))) {
            assertThat(sender.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isInQueue(Thread sender) {
        return Arrays.stream(sender.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(WriteQueue.class.getName()));
    }

    private static int answer(FutureTask<Decision<Integer>> request) throws Exception {
        Decision<Integer> decision = request.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        return decision.fold(seen -> seen, refused -> -1);
    }

    private static Throwable failure(FutureTask<Decision<Integer>> request) throws Exception {
        try {
            throw new AssertionError("answered with " + request.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void decidesEachOnWhatThoseBeforeItWillHaveMade() throws Exception {
        try (RegistryStore store = open(SharedKafka.freshTopic())) {
            store.claim("http://127.0.0.1:1");

            // When
            List<FutureTask<Decision<Integer>>> requests = together(
                    store,
                    List.of(next("\"int\""), next("\"long\""), this::look, next("\"string\""), next("\"bytes\"")));

            // Then
            for (int i = 0; i < requests.size(); i++) {
                assertThat(answer(requests.get(i))).isEqualTo(i < 3 ? i : i - 1);
            }
            assertThat(deciding).hasSize(5);
            assertThat(List.copyOf(deciding))
                    .as("one of the threads decided for all")
                    .containsOnly(deciding.peek());
            assertThat(store.<List<Integer>>read(state -> state.versions(SUBJECT).stream()
                            .map(SchemaVersion::id)
                            .toList()))
                    .containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void doesNotSayOfAnyWriteOfAnAppendWithoutConfirmationThatItWasNotMade() throws Exception {
        try (TestingKafka kafka = TestingKafka.start();
                RegistryStore store = RegistryStore.open(new StoreConfig(
                        kafka.bootstrapServers(), "_schemas", 1, CONFIRMED_MS, PATIENCE_MS, Map.of()))) {
            store.claim("http://127.0.0.1:1");
            List<FutureTask<Decision<Integer>>> requests;

            // When
            kafka.process().pause();
            try {
                requests = together(store, List.of(this::look, next("\"int\""), next("\"long\""), this::look));

                // Then
                assertThat(answer(requests.get(0))).isZero();
                for (FutureTask<Decision<Integer>> each : requests.subList(1, 3)) {
                    assertThat(failure(each))
                            .isInstanceOf(StoreException.class)
                            .hasMessageContaining("it is unknown whether");
                }
                assertThat(failure(requests.get(3)))
                        .as("of what needs no record it is certain")
                        .isInstanceOf(StoreException.class)
                        .hasMessageNotContaining("unknown");
                assertThat(store.<Integer>read(SharedAppendsIT::versions)).isZero();
            } finally {
                kafka.process().resume();
            }
            store.claim("http://127.0.0.1:1");
            assertThat(store.<Integer>read(SharedAppendsIT::versions)).isIn(0, 2);
        }
    }

    @Test
    void hasNothingWrittenThatAnotherLeaderForestalls() throws Exception {
        String topic = SharedKafka.freshTopic();
        try (RegistryStore store = open(topic);
                RegistryStore other = open(topic)) {
            store.claim("http://127.0.0.1:1");
            Operation afterAnotherClaim = state -> {
                other.claim("http://127.0.0.1:2");
                return next("\"long\"").apply(state);
            };

            // When
            List<FutureTask<Decision<Integer>>> requests =
                    together(store, List.of(next("\"int\""), afterAnotherClaim, this::look, next("\"string\"")));

            // Then
            for (FutureTask<Decision<Integer>> each : requests) {
                assertThat(failure(each))
                        .isInstanceOfSatisfying(NotLeaderException.class, e -> assertThat(e.leaderUrl())
                                .isEqualTo("http://127.0.0.1:2"));
            }
            assertThat(store.<Integer>read(SharedAppendsIT::versions)).isZero();
            int seen = other.write(this::look).fold(all -> all, refused -> -1);
            assertThat(seen).isZero();
        }
    }

    @Test
    void failsTheOneWriteWhoseIdIsTaken() throws Exception {
        try (RegistryStore store = open(SharedKafka.freshTopic())) {
            store.claim("http://127.0.0.1:1");
            Operation takenId = state -> Decision.accept(new Proposal<>(List.of(version(2, 1, "\"long\"")), 0));

            // When
            List<FutureTask<Decision<Integer>>> requests =
                    together(store, List.of(next("\"int\""), takenId, next("\"string\"")));

            // Then
            assertThat(answer(requests.get(0))).isZero();
            assertThat(failure(requests.get(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageNotContaining("unknown");
            assertThat(answer(requests.get(2))).isEqualTo(1);
        }
    }

    /** It was decided on a state that never came about. */
    @Test
    void decidesAgainWhatNeedsNoRecordBehindAWriteThatFails() throws Exception {
        String topic = SharedKafka.freshTopic();
        try (RegistryStore store = open(topic)) {
            store.claim("http://127.0.0.1:1");
            AtomicInteger looks = new AtomicInteger();
            Operation afterAPeerTookTheId = state -> {
                if (looks.getAndIncrement() == 0) {
                    writeAsPeer(topic, new SchemaVersion("peers", 1, 1, SchemaContent.avro("\"long\""), false));
                }
                return look(state);
            };

            // When
            List<FutureTask<Decision<Integer>>> requests =
                    together(store, List.of(next("\"int\""), afterAPeerTookTheId, next("\"string\""), this::look));

            // Then
            assertThat(failure(requests.get(0)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("a peer gave the id")
                    .hasMessageNotContaining("unknown");
            assertThat(answer(requests.get(1))).as("only the third was written").isOne();
            assertThat(looks).hasValue(2);
            assertThat(answer(requests.get(2))).isOne();
            assertThat(answer(requests.get(3))).isOne();
            assertThat(store.<Integer>read(SharedAppendsIT::versions)).isOne();
        }
    }

    private static void writeAsPeer(String topic, SchemaVersion version) {
        RecordCodec.Encoded encoded = RecordCodec.encode(new RegistryRecord.VersionWritten(version));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, encoded.key(), encoded.value()))
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void decidesWhatIsSlowAloneAndWhileOthersRead() throws Exception {
        try (RegistryStore store = open(SharedKafka.freshTopic())) {
            store.claim("http://127.0.0.1:1");
            CountDownLatch letGo = new CountDownLatch(1);
            Operation slow = state -> {
                try {
                    assertThat(letGo.await(PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return next("\"long\"").apply(state);
            };

            // When
            List<FutureTask<Decision<Integer>>> requests = together(
                    List.of(
                            () -> store.write(next("\"int\"")),
                            () -> store.writeSlowly(slow),
                            () -> store.write(next("\"string\""))),
                    store);
            assertThat(answer(requests.get(0))).isZero();
            FutureTask<Integer> reading = new FutureTask<>(() -> store.read(SharedAppendsIT::versions));
            new Thread(reading, "reader").start();

            // Then
            assertThat(reading.get(PATIENCE_MS, TimeUnit.MILLISECONDS)).isOne();
            letGo.countDown();
            assertThat(answer(requests.get(1))).isOne();
            assertThat(answer(requests.get(2))).isEqualTo(2);
            assertThat(Set.copyOf(deciding)).as("each by its own thread").hasSize(3);
        }
    }

    @Test
    void writesLargeSchemasInTheirOrderToo() throws Exception {
        try (RegistryStore store = open(SharedKafka.freshTopic())) {
            store.claim("http://127.0.0.1:1");
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                operations.add(next("x".repeat(ClientProperties.APPEND_BYTES / 2) + i));
            }

            // When
            List<FutureTask<Decision<Integer>>> requests = together(store, operations);

            // Then
            for (int i = 0; i < requests.size(); i++) {
                assertThat(answer(requests.get(i))).isEqualTo(i);
            }
            assertThat(Set.copyOf(deciding))
                    .as("each is decided by its own thread in the end, as no two fit")
                    .hasSize(requests.size());
        }
    }

    @Test
    void letsTheOthersWriteWhenAnOperationThrows() throws Exception {
        try (RegistryStore store = open(SharedKafka.freshTopic())) {
            store.claim("http://127.0.0.1:1");
            Operation throwing = state -> {
                throw new IllegalStateException("no");
            };

            // When
            List<FutureTask<Decision<Integer>>> requests =
                    together(store, List.of(next("\"int\""), throwing, next("\"long\"")));

            // Then
            assertThat(answer(requests.get(0))).isZero();
            assertThat(failure(requests.get(1))).hasMessage("no");
            assertThat(answer(requests.get(2))).isEqualTo(1);
            assertThatThrownBy(() -> store.write(throwing)).hasMessage("no");
        }
    }
}
