package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of a real client (version 2, KIP-890). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionIT {

    private static final String TOPIC = "payments";
    private static final String ID = "tx-1";

    @TempDir
    Path directory;

    private BrokerServer broker;

    @BeforeEach
    void start() throws Exception {
        broker = BrokerServer.start(TestBroker.properties(
                directory,
                Map.of(
                        "transaction.state.log.num.partitions", "3",
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200")));
        TestBroker.create(broker.bootstrapServers(), TOPIC, 2);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private KafkaProducer<String, String> producer(Map<String, Object> extra) {
        Map<String, Object> config = new HashMap<>(Map.of("transactional.id", ID));
        config.putAll(extra);
        return TestBroker.producer(broker.bootstrapServers(), config);
    }

    private static void send(KafkaProducer<String, String> producer, String... values) throws Exception {
        for (int index = 0; index < values.length; index++) {
            producer.send(new ProducerRecord<>(TOPIC, index % 2, null, values[index]))
                    .get();
        }
    }

    private List<String> committed(int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                TestBroker.consumer(broker.bootstrapServers(), Map.of("isolation.level", "read_committed"))) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1)));
            TestBroker.await(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            consumer.poll(Duration.ofMillis(300)).forEach(record -> values.add(record.value()));
        }
        return values;
    }

    private TransactionDescription describe() throws Exception {
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            return admin.describeTransactions(List.of(ID)).description(ID).get();
        }
    }

    @Test
    void showsWhatWasCommittedAndNothingElse() throws Exception {
        // Given
        try (var producer = producer(Map.of())) {
            producer.initTransactions();

            // When
            producer.beginTransaction();
            send(producer, "a", "b", "c");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, "x", "y");
            producer.abortTransaction();
            for (int round = 0; round < 5; round++) {
                producer.beginTransaction();
                send(producer, "d" + round, "e" + round);
                producer.commitTransaction();
            }
            producer.beginTransaction();
            send(producer, "open");
            producer.flush();

            // Then
            assertThat(committed(13))
                    .containsExactlyInAnyOrder(
                            "a", "b", "c", "d0", "e0", "d1", "e1", "d2", "e2", "d3", "e3", "d4", "e4");
            TransactionDescription description = describe();
            assertThat(description.state()).isEqualTo(TransactionState.ONGOING);
            assertThat(description.topicPartitions()).containsExactly(new TopicPartition(TOPIC, 0));
            assertThat(description.producerEpoch()).isEqualTo(7);
        }
    }

    @Test
    void fencesTheFormerInstanceAndAbortsWhatItLeft() throws Exception {
        // Given
        try (var former = producer(Map.of());
                var latter = producer(Map.of())) {
            former.initTransactions();
            former.beginTransaction();
            send(former, "former");

            // When
            latter.initTransactions();
            latter.beginTransaction();
            send(latter, "latter");
            latter.commitTransaction();

            // Then
            assertThatThrownBy(() -> send(former, "zombie"))
                    .cause()
                    .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
            assertThat(committed(1)).containsExactly("latter");
        }
    }

    @Test
    void abortsATransactionThatTakesTooLong() throws Exception {
        // Given
        try (var producer = producer(Map.of("transaction.timeout.ms", 300))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "late");

            // When
            TestBroker.await(() -> {
                try {
                    return describe().state() == TransactionState.COMPLETE_ABORT;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });

            // Then
            assertThatThrownBy(producer::commitTransaction).isNotNull();
        }
        assertThat(committed(0)).isEmpty();
    }

    @Test
    void findsTransactionsByStateAndPattern() throws Exception {
        // Given
        try (var producer = producer(Map.of());
                Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "open");

            // When
            var found = admin.listTransactions(new ListTransactionsOptions()
                            .filterStates(List.of(TransactionState.ONGOING))
                            .filterOnTransactionalIdPattern("tx-.*"))
                    .all()
                    .get();
            var others = admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("y-.*"))
                    .all()
                    .get();

            // Then
            assertThat(found).singleElement().satisfies(one -> assertThat(one.transactionalId())
                    .isEqualTo(ID));
            assertThat(others).isEmpty();
        }
    }

    @Test
    void refusesAPatternThatWouldFillTheMemory() {
        // Given
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            var options = new ListTransactionsOptions().filterOnTransactionalIdPattern("(a{1000}){30}");

            // Then
            assertThatThrownBy(() -> admin.listTransactions(options).all().get())
                    .hasCauseInstanceOf(InvalidRegularExpression.class);
        }
    }

    @Test
    void keepsATransactionOpenOverARestart() throws Exception {
        // Given
        try (var producer = producer(Map.of())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "before");
            int port = broker.address().getPort();

            // When
            broker.close();
            broker = BrokerServer.start(TestBroker.properties(
                    directory,
                    Map.of("listeners", "PLAINTEXT://127.0.0.1:" + port, "transaction.state.log.num.partitions", "3")));
            send(producer, "after");
            producer.commitTransaction();

            // Then
            assertThat(committed(2)).containsExactlyInAnyOrder("before", "after");
        }
    }

    @Test
    void keepsOffsetsOfAnOpenTransactionFromThoseWhoWantStableOnes() throws Exception {
        // Given
        TestBroker.produce(broker.bootstrapServers(), TOPIC, Map.of(), 10);
        Map<String, Object> group = Map.of(
                "group.id", "copiers",
                "enable.auto.commit", "false",
                "isolation.level", "read_committed",
                "default.api.timeout.ms", "2000");
        var partition = new TopicPartition(TOPIC, 0);
        try (var producer = producer(Map.of());
                var consumer = TestBroker.consumer(broker.bootstrapServers(), group)) {
            producer.initTransactions();
            consumer.subscribe(List.of(TOPIC));
            TestBroker.await(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());

            // When
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(4)), consumer.groupMetadata());

            // Then
            assertThatThrownBy(() -> consumer.committed(Set.of(partition))).isInstanceOf(TimeoutException.class);
            producer.commitTransaction();
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(4);
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(5)), consumer.groupMetadata());
            producer.abortTransaction();
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(4);
        }
    }
}
