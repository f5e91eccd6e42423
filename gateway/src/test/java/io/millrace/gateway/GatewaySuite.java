package io.millrace.gateway;

import io.millrace.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A gateway over a broker of some kind, a client of it, and a look past it into the topics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewaySuite {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final BrokerKind kind;
    private GatewayServer server;
    private Admin admin;
    private HttpCaller http;

    GatewaySuite(BrokerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void startGateway() {
        server = kind.gateway(properties());
        admin = Admin.create(Map.of("bootstrap.servers", kind.bootstrapServers()));
        http = new HttpCaller(server.url());
    }

    @AfterAll
    void stopGateway() {
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Those of the gateway, over the usual ones. */
    Map<String, String> properties() {
        return Map.of();
    }

    BrokerKind kind() {
        return kind;
    }

    HttpCaller http() {
        return http;
    }

    String url() {
        return server.url();
    }

    Admin admin() {
        return admin;
    }

    /** A topic of nobody else. */
    String topic(int partitions) throws Exception {
        String name = "t-" + UUID.randomUUID();
        create(name, partitions);
        return name;
    }

    void create(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                .all()
                .get();
        awaitKnown(topic);
    }

    /** A topic that is made need not be known at once to the broker that the next request asks. */
    private void awaitKnown(String topic) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.describeTopics(List.of(topic)).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                boolean late = System.nanoTime() > deadline;
                if (late || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                Pause.betweenLooks();
            }
        }
    }

    /** So many records of a partition as any Kafka client sees them, in order. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition, int count) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kind.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(topic, partition);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (found.size() < count) {
                consumer.poll(Duration.ofMillis(500)).forEach(found::add);
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("only " + found.size() + " of " + count + " records of " + only);
                }
            }
            return found;
        }
    }

    /** A producer of plain bytes, with these settings over the usual ones. */
    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", kind.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes values to a partition, and waits until they are there. */
    void write(String topic, int partition, String... values) {
        try (var producer = producer(Map.of())) {
            for (String each : values) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, each.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    /** The next offset of a partition. */
    long end(String topic, int partition) throws Exception {
        TopicPartition only = new TopicPartition(topic, partition);
        return admin.listOffsets(Map.of(only, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                .partitionResult(only)
                .get()
                .offset();
    }
}
