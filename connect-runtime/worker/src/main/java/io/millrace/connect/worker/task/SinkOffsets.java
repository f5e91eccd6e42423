package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a sink has come in each of its partitions, and committing it. Used on the thread that has the consumer. */
final class SinkOffsets {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkOffsets.class);

    private final String name;
    private final TaskObserver observer;
    private final Discretion discretion;
    private final CallMark work;
    private final PluginHandle<SinkTask> task;
    private final Consumer<byte[], byte[]> consumer;
    private final StageRunner stages;
    private final TaskSwitch control;
    private final PollKeeper keeper;
    private final SinkHoldings holdings;
    /** Partitions may come and go while the task's thread is in {@code preCommit}. */
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new ConcurrentHashMap<>();

    private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();
    /** A late answer to an older commit must not undo a newer one. */
    private int sequence;

    private volatile boolean underWay;

    SinkOffsets(TaskRunner runner, SinkParts parts, TaskSwitch control, PollKeeper keeper, SinkHoldings holdings) {
        this.name = runner.spec().id().toString();
        this.observer = runner.observer();
        this.discretion = runner.discretion();
        this.work = runner.calls().work();
        this.task = parts.task();
        this.consumer = parts.consumer();
        this.stages = parts.stages();
        this.control = control;
        this.keeper = keeper;
        this.holdings = holdings;
    }

    /** Takes up new partitions at the consumer's position. */
    void opened(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = new OffsetAndMetadata(position(partition));
            delivered.put(partition, position);
            committed.put(partition, position);
            positions.put(partition, position.offset());
        }
        observer.opened(positions);
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
        observer.closed(partitions);
        holdings.dropped(partitions);
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
        observer.rewound(partition, offset);
        holdings.dropped(Set.of(partition));
    }

    /** Whether an offset commit waits for its answer. */
    boolean underWay() {
        return underWay;
    }

    boolean knows(TopicPartition partition) {
        return delivered.containsKey(partition);
    }

    /** In the middle of the task's life: does not wait for the broker. */
    void commit() {
        Set<TopicPartition> all = new HashSet<>(delivered.keySet());
        long begunNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = preCommit(all, false);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.error("preCommit failed, going back to the committed offsets task={}", name, discretion.failure(e));
            observer.commitFailed(System.nanoTime() - begunNanos);
            committed.forEach((partition, offset) -> {
                consumer.seek(partition, offset.offset());
                observer.rewound(partition, offset.offset());
            });
            delivered.putAll(committed);
            holdings.droppedAll();
            throw new RedeliveryNeeded();
        }
        if (offsets.isEmpty()) {
            return;
        }
        int mine = nextCommit();
        underWay = true;
        consumer.commitAsync(offsets, (done, failure) -> answered(mine, begunNanos, offsets, failure));
    }

    private int nextCommit() {
        observer.committing(++sequence);
        return sequence;
    }

    private void answered(
            int answered, long begunNanos, Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        if (answered != sequence) {
            observer.commitSkipped();
            return;
        }
        underWay = false;
        if (failure != null) {
            LOGGER.warn("offset commit failed, the next one carries it task={}", name, discretion.failure(failure));
            observer.commitFailed(System.nanoTime() - begunNanos);
        } else {
            offsets.forEach(committed::replace);
            observer.committed(offsets, System.nanoTime() - begunNanos);
            holdings.committed(offsets);
        }
    }

    /** Before partitions go away: waits for the broker. */
    void commitBeforeClose(Collection<TopicPartition> partitions) {
        long begunNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = preCommit(partitions, true);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.error("preCommit failed, offsets stay where they were task={}", name, discretion.failure(e));
            observer.commitFailed(System.nanoTime() - begunNanos);
            return;
        }
        nextCommit();
        underWay = false;
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commitSync(offsets);
            observer.committed(offsets, System.nanoTime() - begunNanos);
        } catch (RuntimeException e) {
            observer.commitFailed(System.nanoTime() - begunNanos);
            LOGGER.warn(
                    "offset commit before close failed, records will come again task={}", name, discretion.failure(e));
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
    private Map<TopicPartition, OffsetAndMetadata> preCommit(
            Collection<TopicPartition> partitions, boolean rebalancing) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>(delivered);
        asked.keySet().retainAll(new HashSet<>(partitions));
        if (asked.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> answer = rebalancing ? keeper.onTask(() -> ask(asked)) : askKept(asked);
        if (!control.undisturbed()) {
            LOGGER.warn("task was stopped in preCommit, offsets stay where they were task={}", name);
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        answer.forEach((partition, offset) -> {
            OffsetAndMetadata limit = asked.get(partition);
            if (limit == null || offset.offset() > limit.offset()) {
                LOGGER.warn("task asks to commit what it was not given task={} partition={}", name, partition);
            } else if (limit.equals(delivered.get(partition)) && !offset.equals(committed.get(partition))) {
                // What went away during the question is somebody else's to commit.
                safe.put(partition, offset);
            }
        });
        return safe;
    }

    /** Many tasks write what they have in {@code preCommit}, so that it may last as long as a put. */
    private Map<TopicPartition, OffsetAndMetadata> askKept(Map<TopicPartition, OffsetAndMetadata> asked) {
        Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>();
        keeper.during(() -> answer.putAll(ask(asked)), () -> {});
        return answer;
    }

    private Map<TopicPartition, OffsetAndMetadata> ask(Map<TopicPartition, OffsetAndMetadata> asked) {
        Map<TopicPartition, OffsetAndMetadata> answer =
                work.call("preCommit", () -> task.call(sink -> sink.preCommit(new HashMap<>(asked))));
        stages.awaitReports();
        return answer == null ? Map.of() : answer;
    }

    /** The batch in hand is void: its records come again from the broker. */
    static final class RedeliveryNeeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
