package io.millrace.gateway.groups;

import io.millrace.gateway.consume.AnswerBytes;
import io.millrace.gateway.groups.GroupRead.Bounds;
import io.millrace.gateway.records.RecordWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The records that a read of a group takes, as many as it may, and where those lie that it leaves. One thread at a time. */
final class TakenRecords {
    private final Bounds bounds;
    private final AnswerBytes answer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Set<TopicPartition> shown = new LinkedHashSet<>();
    /** Where records lie that were polled and for which there was no room. */
    private final Map<TopicPartition, Long> surplus = new HashMap<>();

    private long bytes;

    /** {@code answer} counts them. */
    TakenRecords(Bounds bounds, AnswerBytes answer) {
        this.bounds = bounds;
        this.answer = answer;
    }

    /** Once one had no room, none has: what is behind it must not come before it. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (ConsumerRecord<byte[], byte[]> each : polled) {
            TopicPartition partition = new TopicPartition(each.topic(), each.partition());
            long size = RecordWriter.sizeBytes(each);
            if (!isFull() && hasRoom(partition, size) && answer.tryTake(size)) {
                records.add(each);
                shown.add(partition);
                bytes += size;
            } else {
                surplus.putIfAbsent(partition, each.offset());
            }
        }
    }

    private boolean hasRoom(TopicPartition partition, long size) {
        return records.size() < bounds.records()
                && (records.isEmpty() || bytes + size <= bounds.bytes())
                && (shown.contains(partition) || shown.size() < ResumeToken.PARTITIONS_MAX);
    }

    void forget() {
        answer.give(bytes);
        records.clear();
        shown.clear();
        surplus.clear();
        bytes = 0;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether there were more than are taken. */
    boolean isFull() {
        return !surplus.isEmpty();
    }

    /** What acknowledges them. */
    Map<TopicPartition, Range> handedOut(GroupPartitions partitions) {
        return partitions.handedOut(shown, surplus);
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }
}
