package io.millrace.connectors.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Feeds one task from topics in memory as a worker does: rewinds that the task asked for are honoured before the next
 * read, a batch that ended in a retriable error is delivered again as it was, and offsets are committed only as far as
 * the task says. A driver that is dropped without {@link #stop()} is a worker that was killed or became a zombie.
 */
public final class SinkTaskDriver {
    private static final int MAX_IDLE_POLLS = 10_000;
    private static final long BACKOFF_CAP_MS = 100;

    private final SinkTask task;
    private final InMemoryTopics topics;
    private final ScriptedSinkContext context;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> delivered = new HashMap<>();
    private List<SinkRecord> retained = List.of();

    /** Binds a task to the topics that it will read. */
    public SinkTaskDriver(SinkTask task, InMemoryTopics topics, ScriptedSinkContext context) {
        this.task = task;
        this.topics = topics;
        this.context = context;
    }

    /** Starts the task and opens every known partition. */
    public SinkTaskDriver start() {
        task.initialize(context);
        task.start(context.configs());
        open(topics.partitions());
        return this;
    }

    /** Gives partitions to the task. */
    public void open(Set<TopicPartition> partitions) {
        context.assign(partitions);
        positions.clear();
        partitions.forEach(partition -> positions.put(partition, topics.committed(partition)));
        task.open(partitions);
    }

    /**
     * Reads up to {@code maxRecords} (in partition order) and puts them.
     *
     * @return how many records were put, or -1 when the task asked to see the same batch again
     */
    public int poll(int maxRecords) {
        rewind();
        List<SinkRecord> batch = retained.isEmpty() ? read(maxRecords) : retained;
        try {
            task.put(batch);
        } catch (RetriableException retry) {
            retained = batch;
            return -1;
        }
        retained = List.of();
        delivered.putAll(positions);
        return batch.size();
    }

    /** Polls until every record was put, then commits. Back-offs that the task asks for are waited for, capped. */
    public void drain(int maxRecords) {
        for (int idle = 0; idle < MAX_IDLE_POLLS; idle++) {
            int count = poll(maxRecords);
            if (count == 0 && caughtUp()) {
                commit();
                return;
            }
            if (count <= 0) {
                backOff();
            }
        }
        throw new AssertionError("The task did not take all records within " + MAX_IDLE_POLLS + " polls");
    }

    /** Moves the reading position without telling the task, as a worker with a stale group offset would. */
    public void redeliverFrom(TopicPartition partition, long offset) {
        positions.put(partition, offset);
    }

    /** Asks the task how far it is and commits that. */
    public void commit() {
        rewind();
        Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
        delivered.forEach((partition, offset) -> current.put(partition, new OffsetAndMetadata(offset)));
        task.preCommit(current).forEach((partition, offset) -> topics.commit(partition, offset.offset()));
    }

    /** Commits, takes the partitions away and stops the task. */
    public void stop() {
        commit();
        task.close(context.assignment());
        task.stop();
    }

    /** Where the next read of a partition begins. */
    public long position(TopicPartition partition) {
        rewind();
        return positions.get(partition);
    }

    private boolean caughtUp() {
        rewind();
        return retained.isEmpty()
                && positions.entrySet().stream()
                        .allMatch(entry -> entry.getValue() >= topics.endOffset(entry.getKey()));
    }

    private void rewind() {
        context.takeRequestedOffsets().forEach((partition, offset) -> {
            if (positions.containsKey(partition)) {
                positions.put(partition, offset);
                delivered.put(partition, offset);
            }
        });
    }

    private List<SinkRecord> read(int maxRecords) {
        List<SinkRecord> batch = new ArrayList<>();
        List<TopicPartition> order = new ArrayList<>(positions.keySet());
        order.sort(Comparator.comparing(TopicPartition::toString));
        for (TopicPartition partition : order) {
            if (context.paused().contains(partition)) {
                continue;
            }
            long from = positions.get(partition);
            int max = maxRecords - batch.size();
            batch.addAll(topics.read(partition, from, max));
            positions.put(partition, Math.max(from, Math.min(from + max, topics.endOffset(partition))));
        }
        return batch;
    }

    private void backOff() {
        long askedMs = Math.max(1, context.takeTimeoutMs());
        try {
            Thread.sleep(Math.min(askedMs, BACKOFF_CAP_MS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the task backed off", interrupted);
        }
    }
}
