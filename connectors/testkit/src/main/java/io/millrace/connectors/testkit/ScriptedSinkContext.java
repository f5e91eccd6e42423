package io.millrace.connectors.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A sink context for tests that drive a task directly: it keeps what the task asked for until the test takes it. */
public final class ScriptedSinkContext implements SinkTaskContext {
    private final Map<String, String> configs;
    private final ErrantRecordReporter reporter;
    private final InMemoryPluginMetrics metrics = new InMemoryPluginMetrics();
    private final Set<TopicPartition> assignment = new LinkedHashSet<>();
    private final Set<TopicPartition> paused = new LinkedHashSet<>();
    private Map<TopicPartition, Long> requestedOffsets = new LinkedHashMap<>();
    private long timeoutMs = -1;
    private boolean commitRequested;

    /** A context without a dead letter queue. */
    public ScriptedSinkContext(Map<String, String> configs) {
        this(configs, null);
    }

    /** A context whose tasks may report records to the given reporter; null means that there is none. */
    public ScriptedSinkContext(Map<String, String> configs, ErrantRecordReporter reporter) {
        this.configs = Map.copyOf(configs);
        this.reporter = reporter;
    }

    @Override
    public Map<String, String> configs() {
        return configs;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        requestedOffsets.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition topicPartition, long offset) {
        requestedOffsets.put(topicPartition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(assignment);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(Arrays.asList(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        Arrays.asList(partitions).forEach(paused::remove);
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
    public InMemoryPluginMetrics pluginMetrics() {
        return metrics;
    }

    /** Says which partitions the task owns from now on. */
    public void assign(Set<TopicPartition> partitions) {
        assignment.clear();
        assignment.addAll(partitions);
        paused.retainAll(partitions);
    }

    /** The rewinds asked for since the last call; as in a worker, taking them clears them. */
    public Map<TopicPartition, Long> takeRequestedOffsets() {
        Map<TopicPartition, Long> taken = requestedOffsets;
        requestedOffsets = new LinkedHashMap<>();
        return taken;
    }

    /** The last back-off asked for, or -1; taking it clears it. */
    public long takeTimeoutMs() {
        long taken = timeoutMs;
        timeoutMs = -1;
        return taken;
    }

    /** Whether a commit was asked for since the last call. */
    public boolean takeCommitRequest() {
        boolean taken = commitRequested;
        commitRequested = false;
        return taken;
    }

    /** The partitions that the task paused. */
    public Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }
}
