package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers of committed records see while transactions are open, aborted by an operator, or left by a crash. */
class ReadCommittedIT {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static KafkaConsumer<String, String> reader(String servers, TopicPartition partition) {
        var consumer = TestBroker.consumer(servers, Map.of("isolation.level", "read_committed"));
        consumer.assign(List.of(partition));
        return consumer;
    }

    private static KafkaProducer<String, String> transactional(String servers, String id) {
        var producer = TestBroker.producer(servers, Map.of("transactional.id", id));
        producer.initTransactions();
        return producer;
    }

    private static List<String> values(KafkaConsumer<String, String> reader, int count) {
        List<String> values = new ArrayList<>();
        TestBroker.await(() -> {
            reader.poll(Duration.ofMillis(100)).forEach(one -> values.add(one.value()));
            return values.size() >= count;
        });
        return values;
    }

    private static void send(KafkaProducer<String, String> producer, String topic, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    @Test
    void anOperatorSeesAHangingTransactionAndEndsIt() throws Exception {
        var partition = new TopicPartition("hanging", 0);
        try (BrokerServer broker = TestBroker.start(directory)) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "hanging", 1);
            try (var writer = transactional(servers, "writer");
                    var plain = TestBroker.producer(servers, Map.of());
                    var reader = reader(servers, partition);
                    Admin admin = TestBroker.admin(servers)) {
                // Given
                writer.beginTransaction();
                send(writer, "hanging", "never committed");
                send(plain, "hanging", "behind");
                assertThat(reader.endOffsets(List.of(partition))).containsEntry(partition, 0L);
                assertThat(reader.poll(Duration.ofMillis(300))).isEmpty();

                // When
                ProducerState hanging = admin
                        .describeProducers(List.of(partition))
                        .partitionResult(partition)
                        .get()
                        .activeProducers()
                        .stream()
                        .filter(one -> one.currentTransactionStartOffset().isPresent())
                        .findFirst()
                        .orElseThrow();
                assertThat(hanging.currentTransactionStartOffset()).hasValue(0);
                admin.abortTransaction(new AbortTransactionSpec(
                                partition, hanging.producerId(), (short) hanging.producerEpoch(), 0))
                        .all()
                        .get();

                // Then
                assertThat(values(reader, 1)).containsExactly("behind");
                assertThat(reader.endOffsets(List.of(partition))).containsEntry(partition, 3L);
                writer.close(Duration.ZERO);
            }
        }
    }

    @Test
    void aTransactionLeftOpenByAKillStaysOpenUntilItsProducerReturns() throws Exception {
        var partition = new TopicPartition("left", 0);
        try (ChildJvm first = startChild()) {
            String servers = servers(first);
            TestBroker.create(servers, "left", 1);
            try (var writer = transactional(servers, "writer")) {
                writer.beginTransaction();
                send(writer, "left", "committed");
                writer.commitTransaction();
                writer.beginTransaction();
                send(writer, "left", "left open");

                // When
                first.kill();
                writer.close(Duration.ZERO);
            }
        }

        // Then
        try (ChildJvm second = startChild();
                var reader = reader(servers(second), partition)) {
            assertThat(values(reader, 1)).containsExactly("committed");
            assertThat(reader.endOffsets(List.of(partition))).containsEntry(partition, 2L);
            try (var writer = transactional(servers(second), "writer")) {
                writer.beginTransaction();
                send(writer, "left", "after");
                writer.commitTransaction();
            }
            assertThat(values(reader, 1)).containsExactly("after");
        }
    }

    private ChildJvm startChild() {
        List<String> arguments = new ArrayList<>();
        TestBroker.properties(directory, Map.of()).forEach((name, value) -> arguments.add(name + "=" + value));
        return ChildJvm.start(BrokerMain.class, arguments.toArray(String[]::new));
    }

    private static String servers(ChildJvm broker) {
        return broker.awaitOutput("READY (\\S+)", START_TIMEOUT).group(1);
    }
}
