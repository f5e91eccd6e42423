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

/**
 * What a sink task may ask of its worker. Its wishes are kept until the pipeline comes round to them: while the task is
 * in a long call the consumer is in other hands, so what the plugin calls here never touches it. Any thread.
 */
final class SinkContext implements SinkTaskContext {

    private final Map<String, String> configs;
    private final Consumer<byte[], byte[]> consumer;
    private final ErrantRecordReporter reporter;
    private final PluginMetrics metrics;
    private final Map<TopicPartition, Long> wantedOffsets = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    /** As of the last rebalance. */
    private Set<TopicPartition> assigned = Set.of();
    /** While true, the consumer's partitions are held by the pipeline and must not be resumed under it. */
    private boolean holding;
    /** Whether the task has paused or resumed what the consumer does not know of yet. */
    private boolean outdated;

    private OptionalLong timeoutMs = OptionalLong.empty();
    private boolean commitRequested;
    private boolean reporterTaken;

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
    public synchronized void offset(Map<TopicPartition, Long> offsets) {
        wantedOffsets.putAll(offsets);
    }

    @Override
    public synchronized void offset(TopicPartition partition, long offset) {
        wantedOffsets.put(partition, offset);
    }

    @Override
    public synchronized void timeout(long ms) {
        timeoutMs = ms < 0 ? OptionalLong.empty() : OptionalLong.of(ms);
    }

    @Override
    public synchronized Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public synchronized void pause(TopicPartition... partitions) {
        paused.addAll(known("pause", partitions));
        outdated = true;
    }

    @Override
    public synchronized void resume(TopicPartition... partitions) {
        paused.removeAll(known("resume", partitions));
        outdated = true;
    }

    private Set<TopicPartition> known(String what, TopicPartition... partitions) {
        Set<TopicPartition> asked = new HashSet<>(Arrays.asList(partitions));
        if (!assigned.containsAll(asked)) {
            throw new IllegalWorkerStateException(
                    "SinkTasks may not " + what + " partitions that are not currently assigned to them.");
        }
        return asked;
    }

    @Override
    public synchronized void requestCommit() {
        commitRequested = true;
    }

    @Override
    public synchronized ErrantRecordReporter errantRecordReporter() {
        reporterTaken = reporter != null;
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return metrics;
    }

    /** Whether the task has asked for its reporter, so that it says itself which records are bad. */
    synchronized boolean reporterTaken() {
        return reporterTaken;
    }

    /** Holds every partition. */
    synchronized void holdAll() {
        holding = true;
        consumer.pause(consumer.assignment());
    }

    /** Holds every partition, or all that the task itself has paused. */
    synchronized void settle(boolean hold) {
        if (hold && !holding) {
            holdAll();
        } else if (!hold && (holding || outdated)) {
            holding = false;
            release();
        }
    }

    private void release() {
        outdated = false;
        Set<TopicPartition> held = new HashSet<>(consumer.assignment());
        Set<TopicPartition> free = new HashSet<>(held);
        held.retainAll(paused);
        free.removeAll(paused);
        consumer.pause(held);
        consumer.resume(free);
    }

    /** After a rebalance: new partitions start unpaused, lost ones are forgotten. */
    synchronized void reassigned() {
        assigned = Set.copyOf(consumer.assignment());
        paused.retainAll(assigned);
        if (holding) {
            consumer.pause(assigned);
        }
    }

    synchronized void forget(Set<TopicPartition> lost) {
        Set<TopicPartition> left = new HashSet<>(assigned);
        left.removeAll(lost);
        assigned = Set.copyOf(left);
        paused.removeAll(lost);
        wantedOffsets.keySet().removeAll(lost);
    }

    synchronized Map<TopicPartition, Long> takeWantedOffsets() {
        Map<TopicPartition, Long> taken = new HashMap<>(wantedOffsets);
        wantedOffsets.clear();
        return taken;
    }

    synchronized OptionalLong takeTimeoutMs() {
        OptionalLong taken = timeoutMs;
        timeoutMs = OptionalLong.empty();
        return taken;
    }

    synchronized boolean takeCommitRequest() {
        boolean taken = commitRequested;
        commitRequested = false;
        return taken;
    }
}
