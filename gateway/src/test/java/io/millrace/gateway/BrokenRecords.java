package io.millrace.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes clients of the gateway end in an {@link Error}, as they do where a codec's library is missing, or a record is nested
 * too deep: when a record of a topic is polled, when the value of a polled one is looked at, or when the value "bad" is sent.
 */
public final class BrokenRecords implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
    /** The settings that make all clients of a gateway use it. */
    static final Map<String, String> PROPERTIES = Map.of(
            "consumer.interceptor.classes", BrokenRecords.class.getName(),
            "producer.interceptor.classes", BrokenRecords.class.getName());

    private static volatile When when = When.NEVER;

    enum When {
        NEVER,
        POLLED,
        LOOKED_AT,
        SENT
    }

    static void fail(When next) {
        when = next;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        if (when == When.POLLED && !records.isEmpty()) {
            throw new NoClassDefFoundError("of a codec");
        }
        if (when != When.LOOKED_AT) {
            return records;
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> broken = new LinkedHashMap<>();
        for (TopicPartition each : records.partitions()) {
            broken.put(
                    each,
                    records.records(each).stream()
                            .<ConsumerRecord<byte[], byte[]>>map(Broken::new)
                            .toList());
        }
        return new ConsumerRecords<>(broken, records.nextOffsets());
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        if (when == When.SENT && record.value().length == 5) {
            throw new StackOverflowError("of a record");
        }
        return record;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Nothing fails there.
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
        // Nothing fails there.
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // There is nothing to choose.
    }

    @Override
    public void close() {
        // There is nothing to let go of.
    }

    private static final class Broken extends ConsumerRecord<byte[], byte[]> {
        Broken(ConsumerRecord<byte[], byte[]> whole) {
            super(
                    whole.topic(),
                    whole.partition(),
                    whole.offset(),
                    whole.timestamp(),
                    whole.timestampType(),
                    whole.serializedKeySize(),
                    whole.serializedValueSize(),
                    whole.key(),
                    whole.value(),
                    whole.headers(),
                    Optional.empty());
        }

        @Override
        public byte[] value() {
            throw new StackOverflowError("of a value");
        }
    }
}
