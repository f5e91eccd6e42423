package io.millrace.connect.worker.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The records that wait for {@code put}, and the offsets that are reached once it has taken them. */
final class SinkBatch {

    private final List<SinkRecord> records = new ArrayList<>();
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

    /** Of the newest record, while its offset is not in the map: records come in runs of one partition. */
    private TopicPartition run;

    private long runOffset;

    /** Counts a consumed record; {@code converted} is null for one that was dropped or given up. */
    void add(ConsumerRecord<byte[], byte[]> consumed, SinkRecord converted) {
        if (run == null
                || run.partition() != consumed.partition()
                || !run.topic().equals(consumed.topic())) {
            endRun();
            run = new TopicPartition(consumed.topic(), consumed.partition());
        }
        runOffset = consumed.offset() + 1;
        if (converted != null) {
            records.add(converted);
        }
    }

    /**
     * Counts what a poll has passed: behind its last record there may be none for a reader any more, but the end of a
     * transaction, or what one took back (KIP-1094).
     */
    void passed(Map<TopicPartition, OffsetAndMetadata> next) {
        endRun();
        next.forEach((partition, offset) -> nextOffsets.merge(partition, offset.offset(), Math::max));
    }

    /** Takes out what came from these partitions. */
    void drop(Collection<TopicPartition> partitions) {
        endRun();
        Set<TopicPartition> gone = new HashSet<>(partitions);
        nextOffsets.keySet().removeAll(gone);
        records.removeIf(
                record -> gone.contains(new TopicPartition(record.originalTopic(), record.originalKafkaPartition())));
    }

    void clear() {
        records.clear();
        run = null;
        nextOffsets.clear();
    }

    List<SinkRecord> records() {
        return Collections.unmodifiableList(records);
    }

    Map<TopicPartition, Long> nextOffsets() {
        endRun();
        return nextOffsets;
    }

    private void endRun() {
        if (run != null) {
            nextOffsets.put(run, runOffset);
            run = null;
        }
    }
}
