package io.millrace.registry.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What compaction leaves of a topic in the end, without waiting for it: the last record of each key, no tombstones. */
final class CompactedCopy {
    private CompactedCopy() {}

    /** Copies a topic after a peer has begun to lead, which erases the claim; answers the name of the copy. */
    static String of(String topic) throws Exception {
        String copy = SharedKafka.freshTopic();
        Map<String, Object> clients = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());
        PeerTopic.create(copy);
        Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> last = lastOfEachKey(topic);
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

    private static Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> lastOfEachKey(String topic) {
        Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> last = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : TopicRecords.all(SharedKafka.bootstrapServers(), topic)) {
            last.remove(ByteBuffer.wrap(each.key()));
            last.put(ByteBuffer.wrap(each.key()), each);
        }
        return last;
    }
}
