package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.client.HttpApi;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.testing.TestingKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Kafka's MirrorMaker connectors in our worker: from an Apache Kafka cluster to our broker, and with our broker
 * as source. Records, the topic's configs and the offsets of a group arrive.
 */
class MirrorMakerIT {

    private static final int RECORDS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final TopicPartition SOURCE = new TopicPartition("orders", 0);

    @TempDir
    static Path folder;

    private static TestingKafka kafka;
    private static Hub hub;

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
        Map<String, String> properties = new TreeMap<>(Map.of(
                "roles", "broker,connect",
                "home", Distribution.home().toString(),
                "data.dir", folder.toString(),
                "broker.listeners", "PLAINTEXT://127.0.0.1:0",
                "connect.listeners", "http://127.0.0.1:0",
                "connect.plugin.path",
                        Path.of("target", "plugins").toAbsolutePath().toString(),
                "connect.offset.flush.interval.ms", "500",
                "connect.config.storage.replication.factor", "1",
                "connect.offset.storage.replication.factor", "1"));
        properties.put("connect.status.storage.replication.factor", "1");
        hub = Hub.start(properties);
    }

    @AfterAll
    static void stop() {
        hub.close();
        kafka.close();
    }

    @Test
    void mirrorsApacheKafkaIntoOurBroker() throws Exception {
        mirrors("theirs", kafka.bootstrapServers());
    }

    @Test
    void mirrorsFromOurBroker() throws Exception {
        mirrors("ours", hub.address(Role.BROKER));
    }

    private void mirrors(String alias, String sourceBootstrap) throws Exception {
        // Given
        List<String> values = fill(sourceBootstrap);
        // When
        var connect = new HttpApi(hub.address(Role.CONNECT), "Connect worker");
        for (String kind : List.of("Source", "Checkpoint", "Heartbeat")) {
            connect.put("/connectors/" + alias + "-" + kind + "/config", config(alias, sourceBootstrap, kind));
        }
        // Then
        assertThat(read(alias + ".orders")).isEqualTo(values);
        try (Admin admin = Admin.create(clients(hub.address(Role.BROKER)))) {
            await("the group's offset", () -> {
                OffsetAndMetadata offset = admin.listConsumerGroupOffsets(alias + "-readers")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(alias + ".orders", 0));
                return offset != null && offset.offset() > 0;
            });
        }
        for (String kind : List.of("Source", "Checkpoint", "Heartbeat")) {
            connect.delete("/connectors/" + alias + "-" + kind);
        }
    }

    private static List<String> fill(String bootstrap) throws Exception {
        String alias = bootstrap.equals(kafka.bootstrapServers()) ? "theirs" : "ours";
        try (Admin admin = Admin.create(clients(bootstrap));
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(clients(bootstrap), new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)
                            .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "987654321"))))
                    .all()
                    .get();
            List<String> values = IntStream.range(0, RECORDS)
                    .mapToObj(number -> alias + " " + number)
                    .toList();
            var sent = values.stream()
                    .map(value -> producer.send(new ProducerRecord<>("orders", 0, "key", value)))
                    .toList();
            for (var record : sent) {
                record.get();
            }
            admin.alterConsumerGroupOffsets(alias + "-readers", Map.of(SOURCE, new OffsetAndMetadata(RECORDS)))
                    .all()
                    .get();
            return values;
        }
    }

    private static Map<String, String> config(String alias, String sourceBootstrap, String kind) {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "org.apache.kafka.connect.mirror.Mirror" + kind + "Connector");
        config.put("source.cluster.alias", alias);
        config.put("target.cluster.alias", "target");
        config.put("source.cluster.bootstrap.servers", sourceBootstrap);
        config.put("target.cluster.bootstrap.servers", hub.address(Role.BROKER));
        config.put("topics", "orders");
        config.put("groups", alias + "-readers");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        for (String topic : List.of("", "offset-syncs.topic.", "checkpoints.topic.", "heartbeats.topic.")) {
            config.put(topic + "replication.factor", "1");
        }
        config.put("sync.topic.acls.enabled", "false");
        config.put("sync.group.offsets.enabled", "true");
        config.put("sync.group.offsets.interval.seconds", "1");
        config.put("emit.checkpoints.interval.seconds", "1");
        config.put("refresh.groups.interval.seconds", "1");
        return config;
    }

    private static List<String> read(String topic) throws Exception {
        try (Admin admin = Admin.create(clients(hub.address(Role.BROKER)))) {
            await("topic " + topic, () -> admin.listTopics().names().get().contains(topic));
        }
        Map<String, Object> settings = clients(hub.address(Role.BROKER));
        settings.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await(RECORDS + " records in " + topic, () -> {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
                return values.size() >= RECORDS;
            });
        }
        return values;
    }

    private static Map<String, Object> clients(String bootstrap) {
        return new TreeMap<>(Map.of("bootstrap.servers", bootstrap));
    }

    /** Something that becomes true, or fails. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadlineNanos);
            Thread.sleep(200);
        }
    }
}
