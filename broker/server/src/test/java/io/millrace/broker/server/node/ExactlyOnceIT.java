package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consume, transform, produce in transactions (KIP-447), while the broker is killed in the middle. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExactlyOnceIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExactlyOnceIT.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int RECORDS = 300;
    private static final int KILLS = 2;

    @TempDir
    Path directory;

    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final int port = FreePort.find();
    private final String servers = "127.0.0.1:" + port;

    @Test
    void copiesEachRecordOnceThoughTheBrokerIsKilled() throws Exception {
        // Given
        ChildJvm broker = startBroker();
        TestBroker.create(servers, "in", 2);
        TestBroker.create(servers, "out", 2);
        TestBroker.produce(servers, "in", Map.of(), RECORDS);
        Thread copier = new Thread(this::copyUntilStopped, "copier");
        copier.start();

        // When
        for (int kill = 1; kill <= KILLS; kill++) {
            int wanted = kill * RECORDS / (KILLS + 2);
            TestBroker.await(() -> committed.get() >= wanted);
            broker.kill();
            broker.close();
            broker = startBroker();
        }

        // Then
        List<String> copied = new ArrayList<>();
        try (ChildJvm last = broker;
                KafkaConsumer<String, String> reader =
                        TestBroker.consumer(servers, Map.of("isolation.level", "read_committed"))) {
            reader.assign(List.of(new TopicPartition("out", 0), new TopicPartition("out", 1)));
            TestBroker.await(() -> {
                reader.poll(Duration.ofMillis(200)).forEach(record -> copied.add(record.value()));
                return copied.size() >= RECORDS;
            });
            reader.poll(Duration.ofSeconds(1)).forEach(record -> copied.add(record.value()));
            assertThat(last.isAlive()).isTrue();
            stopping.set(true);
            copier.join();
        }
        assertThat(copied).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(copied)).hasSize(RECORDS);
    }

    private ChildJvm startBroker() {
        List<String> arguments = new ArrayList<>();
        Map<String, String> own =
                Map.of("listeners", "PLAINTEXT://127.0.0.1:" + port, "transaction.state.log.num.partitions", "3");
        TestBroker.properties(directory, own).forEach((name, value) -> arguments.add(name + "=" + value));
        ChildJvm child = ChildJvm.start(BrokerMain.class, arguments.toArray(String[]::new));
        child.awaitOutput("READY (\\S+)", START_TIMEOUT);
        return child;
    }

    /** What went wrong is left to a new instance, as applications do. */
    private void copyUntilStopped() {
        while (!stopping.get()) {
            try (KafkaProducer<String, String> producer = TestBroker.producer(
                            servers,
                            Map.of(
                                    "transactional.id", "copier",
                                    "max.block.ms", "20000",
                                    "request.timeout.ms", "3000",
                                    "delivery.timeout.ms", "8000"));
                    KafkaConsumer<String, String> consumer = TestBroker.consumer(
                            servers,
                            Map.of(
                                    "group.id", "copiers",
                                    "isolation.level", "read_committed",
                                    "enable.auto.commit", "false",
                                    "session.timeout.ms", "6000",
                                    "request.timeout.ms", "3000",
                                    "max.poll.records", "10"))) {
                producer.initTransactions();
                consumer.subscribe(List.of("in"));
                while (!stopping.get()) {
                    copyBatch(consumer, producer);
                }
            } catch (KafkaException e) {
                LOGGER.info("The copier begins again. reason={}", e.toString());
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The commit tells whether a record could not be written.
    private void copyBatch(KafkaConsumer<String, String> consumer, KafkaProducer<String, String> producer) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
        if (records.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<String, String> record : records) {
            producer.send(new ProducerRecord<>("out", record.partition(), record.key(), record.value()));
            next.put(new TopicPartition("in", record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
        producer.commitTransaction();
        committed.addAndGet(records.count());
    }
}
