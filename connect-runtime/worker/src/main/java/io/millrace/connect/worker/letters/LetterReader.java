package io.millrace.connect.worker.letters;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.DeadLetterPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads a dead letter topic. Blocks, within bounds. */
final class LetterReader implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long READ_TIMEOUT_MS = 20_000;

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** {@code config} names the group whose committed offsets are the place of the re-drives. */
    LetterReader(String topic, Map<String, Object> config) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(config);
    }

    List<DeadLetterPartition> partitions() {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, CALL_TIMEOUT);
        if (infos == null || infos.isEmpty()) {
            throw new ControlException(
                    Reason.NOT_FOUND, "There is no topic \"" + topic + "\" yet; it is made when a task starts");
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, CALL_TIMEOUT);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, CALL_TIMEOUT);
        Map<TopicPartition, OffsetAndMetadata> redriven = consumer.committed(new HashSet<>(partitions), CALL_TIMEOUT);
        return partitions.stream()
                .map(partition -> new DeadLetterPartition(
                        topic,
                        partition.partition(),
                        first.get(partition),
                        end.get(partition),
                        redriven.get(partition) == null
                                ? first.get(partition)
                                : Math.max(
                                        first.get(partition),
                                        redriven.get(partition).offset())))
                .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
                .toList();
    }

    /** The letters of one partition from an offset on, in order; fewer than {@code max} only where there are no more. */
    List<ConsumerRecord<byte[], byte[]>> read(int partition, long from, long end, int max) {
        TopicPartition one = new TopicPartition(topic, partition);
        consumer.assign(List.of(one));
        consumer.seek(one, from);
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READ_TIMEOUT_MS);
        while (read.size() < max && consumer.position(one, CALL_TIMEOUT) < end) {
            if (System.nanoTime() > deadlineNanos) {
                throw new ControlException(
                        Reason.TIMED_OUT, "The dead letter topic \"" + topic + "\" could not be read in time");
            }
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
                if (read.size() < max && letter.offset() < end) {
                    read.add(letter);
                }
            }
        }
        return read;
    }

    ConsumerGroupMetadata group() {
        return consumer.groupMetadata();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
