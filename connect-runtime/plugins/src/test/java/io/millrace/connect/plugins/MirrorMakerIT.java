package io.millrace.connect.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestingKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MirrorMaker's connectors and tasks, isolated as any plugin, against a real broker that is source and target at once. */
class MirrorMakerIT {
    private static final int RECORDS = 10;

    private static TestingKafka kafka;
    private static Plugins plugins;

    @BeforeAll
    static void open() throws Exception {
        kafka = TestingKafka.start();
        plugins = Plugins.open(List.of(TestingPlugins.thirdParty()));
        try (Admin admin = Admin.create(clients());
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(clients(), new StringSerializer(), new StringSerializer())) {
            // The target's topic is there already, as a worker would create it with the first record.
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1), new NewTopic("a.orders", 1, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders", 0, "k", "order " + i))
                        .get();
            }
            admin.alterConsumerGroupOffsets(
                            "readers", Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(RECORDS)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void close() {
        plugins.close();
        kafka.close();
    }

    private static Map<String, Object> clients() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static Map<String, String> config(String connector) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "mirror");
        config.put("connector.class", "org.apache.kafka.connect.mirror." + connector);
        config.put("source.cluster.alias", "a");
        config.put("target.cluster.alias", "b");
        config.put("source.cluster.bootstrap.servers", kafka.bootstrapServers());
        config.put("target.cluster.bootstrap.servers", kafka.bootstrapServers());
        config.put("topics", "orders");
        config.put("groups", "readers");
        config.put("replication.factor", "1");
        config.put("offset-syncs.topic.replication.factor", "1");
        config.put("checkpoints.topic.replication.factor", "1");
        config.put("heartbeats.topic.replication.factor", "1");
        config.put("emit.checkpoints.interval.seconds", "1");
        config.put("emit.heartbeats.interval.seconds", "1");
        config.put("sync.topic.acls.enabled", "false");
        return config;
    }

    /** A connector and its one task, both started. */
    private static final class Started implements AutoCloseable {
        private final PluginHandle<Connector> connector;
        private final PluginHandle<SourceTask> task;

        Started(String name) {
            Map<String, String> config = config(name);
            PluginDescriptor descriptor = plugins.connector(config.get("connector.class"));
            connector = plugins.newConnector(descriptor);
            connector.run(instance -> {
                instance.initialize(new QuietConnectorContext());
                instance.start(config);
            });
            List<Map<String, String>> tasks = connector.call(instance -> instance.taskConfigs(1));
            assertThat(tasks).hasSize(1);
            Class<? extends Task> type = connector.call(Connector::taskClass);
            assertThat(type.getClassLoader()).isSameAs(descriptor.loader());
            task = plugins.newTask(descriptor, type.getName()).as(SourceTask.class);
            task.run(instance -> {
                instance.initialize(new FreshTaskContext(tasks.get(0)));
                instance.start(tasks.get(0));
            });
        }

        List<SourceRecord> poll(int atLeast) throws InterruptedException {
            List<SourceRecord> records = new ArrayList<>();
            while (records.size() < atLeast) {
                List<SourceRecord> polled = task.call(SourceTask::poll);
                if (polled != null) {
                    records.addAll(polled);
                }
            }
            return records;
        }

        /** What a worker does once the records are in the target's log. */
        void acknowledge(List<SourceRecord> records) throws InterruptedException {
            for (SourceRecord record : records) {
                long offset = (Long) record.sourceOffset().get("offset");
                TopicPartition target = new TopicPartition(record.topic(), record.kafkaPartition());
                RecordMetadata written = new RecordMetadata(target, offset, 0, record.timestamp(), 1, 1);
                task.<InterruptedException>run(instance -> instance.commitRecord(record, written));
            }
            task.<InterruptedException>run(SourceTask::commit);
        }

        @Override
        public void close() {
            task.run(SourceTask::stop);
            connector.run(Connector::stop);
        }
    }

    @Test
    void mirrorsRecordsAndThenTheOffsetsOfTheirReaders() throws Exception {
        // Given
        try (Started source = new Started("MirrorSourceConnector")) {
            // When
            List<SourceRecord> records = source.poll(RECORDS);
            source.acknowledge(records);

            // Then
            assertThat(records).allSatisfy(record -> assertThat(record.topic()).isEqualTo("a.orders"));
            assertThat(records)
                    .extracting(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8))
                    .startsWith("order 0")
                    .endsWith("order " + (RECORDS - 1))
                    .hasSize(RECORDS);
        }
        try (Started checkpoints = new Started("MirrorCheckpointConnector")) {
            // The log of offset syncs has been read, and the position is translated by it.
            SourceRecord checkpoint = checkpoints.poll(1).get(0);
            assertThat(checkpoint.topic()).isEqualTo("a.checkpoints.internal");
            assertThat(new String((byte[]) checkpoint.key(), StandardCharsets.UTF_8))
                    .contains("readers", "a.orders");
        }
        try (Admin admin = Admin.create(clients())) {
            Set<String> topics = admin.listTopics().names().get();
            assertThat(topics).contains("mm2-offset-syncs.b.internal", "a.checkpoints.internal");
        }
    }

    @Test
    void beatsItsHeart() throws Exception {
        try (Started heartbeats = new Started("MirrorHeartbeatConnector")) {
            assertThat(heartbeats.poll(1).get(0).topic()).isEqualTo("heartbeats");
        }
    }
}
