package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerServerIT {

    @TempDir
    Path directory;

    @Test
    void createsATopicProducesAndConsumes() throws Exception {
        try (BrokerServer broker = start(Map.of())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("t", 3, (short) 1)))
                        .all()
                        .get();
            }
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                produce(broker, "t", codec, 100);
            }
            assertThat(consume(broker, "t", 3, 500)).hasSize(500);
        }
    }

    private BrokerServer start(Map<String, String> extra) {
        Map<String, String> properties =
                new HashMap<>(Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", directory.toString()));
        properties.putAll(extra);
        return BrokerServer.start(properties);
    }

    private static void produce(BrokerServer broker, String topic, String codec, int count) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", codec, "linger.ms", "5");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, codec + i, "value " + i)));
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        }
    }

    private static List<String> consume(BrokerServer broker, String topic, int partitions, int count) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> assigned = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                assigned.add(new TopicPartition(topic, i));
            }
            consumer.assign(assigned);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
