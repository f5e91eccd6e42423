package io.millrace.connect.worker.observe;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks where the partitions end that the sinks of this worker read. The worker asks, not the consumers, as these fall
 * silent just when the lag matters: while their task is paused or hangs in a put. One request at a time is under way, of
 * the partitions that are assigned here; it blocks nobody.
 */
public final class LagSampler {

    private static final Logger LOGGER = LoggerFactory.getLogger(LagSampler.class);

    private final Admin admin;
    private final WorkerMetrics metrics;
    private final int timeoutMs;
    private final AtomicInteger unanswered = new AtomicInteger();

    /** An answer is awaited for {@code timeoutMs}. */
    public LagSampler(Admin admin, WorkerMetrics metrics, int timeoutMs) {
        this.admin = admin;
        this.metrics = metrics;
        this.timeoutMs = timeoutMs;
    }

    /** Asks once, unless the answer to the last question is still awaited. Does not throw. */
    public void sample() {
        if (unanswered.get() > 0) {
            return;
        }
        try {
            Map<IsolationLevel, Map<TopicPartition, Set<SinkPositions>>> wanted = wanted();
            wanted.forEach(this::ask);
        } catch (RuntimeException e) {
            LOGGER.warn("ends of topics cannot be asked for, the lag of sinks is not up to date", e);
        }
    }

    private Map<IsolationLevel, Map<TopicPartition, Set<SinkPositions>>> wanted() {
        Map<IsolationLevel, Map<TopicPartition, Set<SinkPositions>>> wanted = new EnumMap<>(IsolationLevel.class);
        for (TaskMetrics task : metrics.tasks()) {
            task.lag().ifPresent(lag -> lag.positions().partitions().forEach(partition -> wanted.computeIfAbsent(
                            lag.isolation(), level -> new HashMap<>())
                    .computeIfAbsent(partition, each -> new HashSet<>())
                    .add(lag.positions())));
        }
        return wanted;
    }

    private void ask(IsolationLevel isolation, Map<TopicPartition, Set<SinkPositions>> askers) {
        long askedMs = System.currentTimeMillis();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        askers.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        unanswered.addAndGet(ends.size());
        ListOffsetsResult answer;
        try {
            answer = admin.listOffsets(ends, new ListOffsetsOptions(isolation).timeoutMs(timeoutMs));
        } catch (RuntimeException e) {
            unanswered.addAndGet(-ends.size());
            throw e;
        }
        askers.forEach((partition, positions) -> answer.partitionResult(partition)
                .toCompletionStage()
                .handle((end, failure) -> {
                    unanswered.decrementAndGet();
                    if (failure == null) {
                        positions.forEach(each -> each.endsAt(partition, end.offset(), askedMs));
                    } else {
                        // The last known end keeps its date, by which readers see how old it is.
                        LOGGER.debug("end of a partition not known partition={}", partition, failure);
                    }
                    return null;
                }));
    }
}
