package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerServerIT {

    @TempDir
    Path directory;

    @Test
    void keepsRecordsOfEveryCodecAndOrderWithinAPartition() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory)) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "codecs", 1);
            List<String> codecs = List.of("none", "gzip", "snappy", "lz4", "zstd");

            // When
            for (String codec : codecs) {
                TestBroker.produce(servers, "codecs", Map.of("compression.type", codec), 200);
            }

            // Then
            var records = TestBroker.consumeAll(servers, "codecs", 1_000);
            assertThat(records).hasSize(1_000);
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i).offset()).isEqualTo(i);
                assertThat(records.get(i).value()).isEqualTo("v" + i % 200);
            }
        }
    }

    @Test
    void createsTopicsThatProducersAskFor() throws Exception {
        try (BrokerServer broker =
                BrokerServer.start(TestBroker.properties(directory, Map.of("num.partitions", "4")))) {
            // When
            TestBroker.produce(broker.bootstrapServers(), "auto", Map.of(), 10);

            // Then
            try (var admin = TestBroker.admin(broker.bootstrapServers())) {
                var described =
                        admin.describeTopics(List.of("auto")).allTopicNames().get();
                assertThat(described.get("auto").partitions()).hasSize(4);
            }
        }
    }

    @Test
    void findsOffsetsByTimeAndAtTheEnds() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory);
                var producer = TestBroker.producer(broker.bootstrapServers(), Map.of());
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            // Given
            TestBroker.create(broker.bootstrapServers(), "times", 1);
            long base = System.currentTimeMillis() - 100_000;
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("times", 0, base + i * 1_000L, "k", "v"))
                        .get();
            }
            var partition = new TopicPartition("times", 0);

            // When, Then
            assertThat(offset(admin, partition, OffsetSpec.earliest())).isZero();
            assertThat(offset(admin, partition, OffsetSpec.latest())).isEqualTo(10);
            assertThat(offset(admin, partition, OffsetSpec.maxTimestamp())).isEqualTo(9);
            assertThat(offset(admin, partition, OffsetSpec.forTimestamp(base + 3_500)))
                    .isEqualTo(4);
            assertThat(offset(admin, partition, OffsetSpec.forTimestamp(base + 50_000)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void refusesABatchThatIsLargerThanTheTopicAllows() throws Exception {
        try (BrokerServer broker =
                BrokerServer.start(TestBroker.properties(directory, Map.of("message.max.bytes", "2000")))) {
            TestBroker.create(broker.bootstrapServers(), "small", 1);
            try (var producer = TestBroker.producer(broker.bootstrapServers(), Map.of())) {
                var sent = producer.send(new ProducerRecord<>("small", "x".repeat(5_000)));
                assertThatThrownBy(sent::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(RecordTooLargeException.class);
                assertThat(producer.send(new ProducerRecord<>("small", "fits"))
                                .get()
                                .offset())
                        .isZero();
            }
        }
    }

    @Test
    void letsAConsumerWaitForRecordsInsteadOfAsking() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory);
                var producer = TestBroker.producer(broker.bootstrapServers(), Map.of());
                var consumer = TestBroker.consumer(
                        broker.bootstrapServers(),
                        Map.of("fetch.max.wait.ms", "50000", "request.timeout.ms", "60000"))) {
            // Given
            TestBroker.create(broker.bootstrapServers(), "quick", 1);
            consumer.assign(List.of(new TopicPartition("quick", 0)));
            assertThat(consumer.poll(Duration.ofMillis(500))).isEmpty();

            // When
            producer.send(new ProducerRecord<>("quick", "now")).get();

            // Then: long before the fetch would have ended by itself
            TestBroker.await(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
    }

    @Test
    void forgetsATopicAndMakesAnotherOfTheSameName() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory);
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            // Given
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "again", 2);
            TestBroker.produce(servers, "again", Map.of(), 50);
            var firstId = admin.describeTopics(List.of("again"))
                    .allTopicNames()
                    .get()
                    .get("again")
                    .topicId();

            // When
            admin.deleteTopics(List.of("again")).all().get();
            assertThat(admin.listTopics().names().get()).doesNotContain("again");
            TestBroker.create(servers, "again", 1);

            // Then
            var secondId = admin.describeTopics(List.of("again"))
                    .allTopicNames()
                    .get()
                    .get("again")
                    .topicId();
            assertThat(secondId).isNotEqualTo(firstId);
            assertThat(TestBroker.produce(servers, "again", Map.of(), 5).get(0).offset())
                    .isZero();
            assertThat(TestBroker.consumeAll(servers, "again", 5)).hasSize(5);
        }
    }

    @Test
    void livesTwiceInOneProcess(@TempDir Path other) throws Exception {
        try (BrokerServer first = TestBroker.start(directory);
                BrokerServer second = TestBroker.start(other)) {
            // When
            TestBroker.produce(first.bootstrapServers(), "one", Map.of(), 3);
            TestBroker.produce(second.bootstrapServers(), "two", Map.of(), 4);

            // Then
            assertThat(first.clusterId()).isNotEqualTo(second.clusterId());
            assertThat(TestBroker.consumeAll(first.bootstrapServers(), "one", 3))
                    .hasSize(3);
            try (var admin = TestBroker.admin(second.bootstrapServers())) {
                assertThat(admin.listTopics().names().get()).isEqualTo(Set.of("two"));
            }
        }
    }

    private static long offset(org.apache.kafka.clients.admin.Admin admin, TopicPartition partition, OffsetSpec spec)
            throws Exception {
        return admin.listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
