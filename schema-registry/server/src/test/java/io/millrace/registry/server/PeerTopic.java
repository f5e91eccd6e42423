package io.millrace.registry.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic that registries share, as its records look to each of them: JSON, here with ' instead of quotes. */
final class PeerTopic {
    private static final Map<String, Object> CLIENTS = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());

    private PeerTopic() {}

    /** A compacted one. */
    static void create(String topic) throws Exception {
        create(new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
    }

    static void create(NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(CLIENTS)) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    static boolean exists(String topic) throws Exception {
        try (Admin admin = Admin.create(CLIENTS)) {
            return admin.listTopics().names().get().contains(topic);
        }
    }

    static void write(String topic, String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(CLIENTS, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value))).get();
        }
    }

    /** The last value under each key; null of one that was deleted. */
    static Map<String, String> records(String topic) {
        Map<String, String> records = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : TopicRecords.all(SharedKafka.bootstrapServers(), topic)) {
            records.put(text(each.key()), each.value() == null ? null : text(each.value()));
        }
        return records;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('"', '\'');
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
