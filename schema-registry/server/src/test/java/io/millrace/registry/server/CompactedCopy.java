package io.millrace.registry.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What compaction leaves of a topic in the end, without waiting for it: the last record of each key, no tombstones. */
final class CompactedCopy {
    private CompactedCopy() {}

    /** Copies a topic after a peer has begun to lead, which erases the claim; answers the name of the copy. */
    static String of(String topic) throws Exception {
        String copy = SharedKafka.freshTopic();
        Map<String, Object> clients = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());
        try (Admin admin = Admin.create(clients)) {
            admin.createTopics(List.of(new NewTopic(copy, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> last = lastOfEachKey(topic, clients);
        last.remove(ByteBuffer.wrap("{\"keytype\":\"NOOP\",\"magic\":0}".getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> each : last.values()) {
                if (each.value() != null) {
                    producer.send(new ProducerRecord<>(copy, 0, each.key(), each.value(), each.headers()))
                            .get();
                }
            }
        }
        return copy;
    }

    private static Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> lastOfEachKey(
            String topic, Map<String, Object> clients) {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> last = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(clients, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    last.remove(ByteBuffer.wrap(each.key()));
                    last.put(ByteBuffer.wrap(each.key()), each);
                }
            }
        }
        return last;
    }
}
