package io.millrace.integration.faults.registry;

import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RecordCodec.UnreadableRecordException;
import io.millrace.registry.model.record.RegistryRecord.EndMarked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of a registry for who claims the writes: the last one leads. Not safe for use by several threads. */
final class RegistryClaims implements AutoCloseable {

    private static final TopicPartition TOPIC = new TopicPartition("_schemas", 0);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private String lastUrl = "";

    RegistryClaims(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(TOPIC));
        consumer.seekToBeginning(List.of(TOPIC));
    }

    /** The URL of the last claim that is in the topic now. */
    String leaderUrl() {
        long end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
        while (consumer.position(TOPIC) < end) {
            consumer.poll(POLL).forEach(this::read);
        }
        return lastUrl;
    }

    private void read(ConsumerRecord<byte[], byte[]> stored) {
        try {
            RecordCodec.decode(stored.key(), stored.value())
                    .filter(EndMarked.class::isInstance)
                    .flatMap(record -> ((EndMarked) record).claim())
                    .ifPresent(claim -> lastUrl = claim.url());
        } catch (UnreadableRecordException e) {
            throw new AssertionError("a registry has written what it cannot read", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
