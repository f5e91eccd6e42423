package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.errors.StageRunner;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a sink has come in each of its partitions, and committing it. Used on the task's thread only. */
final class SinkOffsets {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkOffsets.class);

    private final String name;
    private final PluginHandle<SinkTask> task;
    private final Consumer<byte[], byte[]> consumer;
    private final StageRunner stages;
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    /** A late answer to an older commit must not undo a newer one. */
    private int sequence;

    SinkOffsets(String name, SinkParts parts) {
        this.name = name;
        this.task = parts.task();
        this.consumer = parts.consumer();
        this.stages = parts.stages();
    }

    /** Takes up new partitions at the consumer's position. */
    void opened(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = new OffsetAndMetadata(position(partition));
            delivered.put(partition, position);
            committed.put(partition, position);
        }
    }

    private long position(TopicPartition partition) {
        try {
            return consumer.position(partition);
        } catch (WakeupException e) {
            // Meant for poll; the loop looks at the switch soon enough.
            return consumer.position(partition);
        }
    }

    void forget(Collection<TopicPartition> partitions) {
        delivered.keySet().removeAll(new HashSet<>(partitions));
        committed.keySet().removeAll(new HashSet<>(partitions));
    }

    /** The task has taken everything before these offsets. */
    void delivered(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> delivered.replace(partition, new OffsetAndMetadata(offset)));
    }

    /** The task asked to go on at another offset, which may lie before or behind. */
    void rewound(TopicPartition partition, long offset) {
        delivered.replace(partition, new OffsetAndMetadata(offset));
        committed.replace(partition, new OffsetAndMetadata(offset));
    }

    boolean knows(TopicPartition partition) {
        return delivered.containsKey(partition);
    }

    /** In the middle of the task's life: does not wait for the broker. */
    void commit() {
        Set<TopicPartition> all = new HashSet<>(delivered.keySet());
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = preCommit(all);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.error("preCommit failed, going back to the committed offsets task={}", name, e);
            committed.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
            delivered.putAll(committed);
            throw new RedeliveryNeeded();
        }
        if (offsets.isEmpty()) {
            return;
        }
        int mine = ++sequence;
        consumer.commitAsync(offsets, (done, failure) -> answered(mine, offsets, failure));
    }

    private void answered(int answered, Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        if (answered != sequence) {
            return;
        }
        if (failure != null) {
            LOGGER.warn("offset commit failed, the next one carries it task={}", name, failure);
        } else {
            offsets.forEach(committed::replace);
        }
    }

    /** Before partitions go away: waits for the broker. */
    void commitBeforeClose(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = preCommit(partitions);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.error("preCommit failed, offsets stay where they were task={}", name, e);
            return;
        }
        sequence++;
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commitSync(offsets);
        } catch (RuntimeException e) {
            LOGGER.warn("offset commit before close failed, records will come again task={}", name, e);
        }
    }

    private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            // The wake-up was meant for poll; a second one cannot come.
            consumer.commitSync(offsets);
        }
    }

    /** Asks the task what may be committed and keeps what is known here and not beyond what it was given. */
    private Map<TopicPartition, OffsetAndMetadata> preCommit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>(delivered);
        asked.keySet().retainAll(new HashSet<>(partitions));
        if (asked.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> answer = task.call(sink -> sink.preCommit(new HashMap<>(asked)));
        stages.awaitReports();
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        if (answer == null) {
            return safe;
        }
        answer.forEach((partition, offset) -> {
            OffsetAndMetadata limit = asked.get(partition);
            if (limit == null || offset.offset() > limit.offset()) {
                LOGGER.warn("task asks to commit what it was not given task={} partition={}", name, partition);
            } else if (!offset.equals(committed.get(partition))) {
                safe.put(partition, offset);
            }
        });
        return safe;
    }

    /** The batch in hand is void: its records come again from the broker. */
    static final class RedeliveryNeeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
