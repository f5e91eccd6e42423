package io.millrace.connect.worker.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a sink task may ask of its worker. Its wishes are kept until the pipeline comes round to them. */
final class SinkContext implements SinkTaskContext {

    private final Map<String, String> configs;
    private final Consumer<byte[], byte[]> consumer;
    private final ErrantRecordReporter reporter;
    private final PluginMetrics metrics;
    private final Map<TopicPartition, Long> wantedOffsets = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    /** While true, the consumer's partitions are held by the pipeline and must not be resumed under it. */
    private boolean holding;

    private OptionalLong timeoutMs = OptionalLong.empty();
    private volatile boolean commitRequested;

    /** {@code reporter} is null where reports would go nowhere, as the API has it. */
    SinkContext(
            Map<String, String> configs,
            Consumer<byte[], byte[]> consumer,
            ErrantRecordReporter reporter,
            PluginMetrics metrics) {
        this.configs = configs;
        this.consumer = consumer;
        this.reporter = reporter;
        this.metrics = metrics;
    }

    @Override
    public Map<String, String> configs() {
        return configs;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        wantedOffsets.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        wantedOffsets.put(partition, offset);
    }

    @Override
    public void timeout(long ms) {
        timeoutMs = ms < 0 ? OptionalLong.empty() : OptionalLong.of(ms);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        try {
            consumer.pause(Arrays.asList(partitions));
            paused.addAll(Arrays.asList(partitions));
        } catch (IllegalStateException e) {
            throw new IllegalWorkerStateException(
                    "SinkTasks may not pause partitions that are not currently assigned to them.", e);
        }
    }

    @Override
    public void resume(TopicPartition... partitions) {
        try {
            paused.removeAll(Arrays.asList(partitions));
            if (!holding) {
                consumer.resume(Arrays.asList(partitions));
            }
        } catch (IllegalStateException e) {
            throw new IllegalWorkerStateException(
                    "SinkTasks may not resume partitions that are not currently assigned to them.", e);
        }
    }

    @Override
    public void requestCommit() {
        commitRequested = true;
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return metrics;
    }

    /** Holds every partition, as long as a batch waits or the task is paused. */
    void holdAll() {
        holding = true;
        consumer.pause(consumer.assignment());
    }

    /** Lets go of all but those that the task itself has paused. */
    void releaseAll() {
        holding = false;
        Set<TopicPartition> free = new HashSet<>(consumer.assignment());
        free.removeAll(paused);
        consumer.resume(free);
    }

    /** After a rebalance: new partitions start unpaused, lost ones are forgotten. */
    void keepHolding() {
        paused.retainAll(consumer.assignment());
        if (holding) {
            consumer.pause(consumer.assignment());
        }
    }

    void forget(Set<TopicPartition> lost) {
        paused.removeAll(lost);
        wantedOffsets.keySet().removeAll(lost);
    }

    Map<TopicPartition, Long> takeWantedOffsets() {
        Map<TopicPartition, Long> taken = Map.copyOf(wantedOffsets);
        wantedOffsets.clear();
        return taken;
    }

    OptionalLong takeTimeoutMs() {
        OptionalLong taken = timeoutMs;
        timeoutMs = OptionalLong.empty();
        return taken;
    }

    boolean takeCommitRequest() {
        boolean taken = commitRequested;
        commitRequested = false;
        return taken;
    }
}
