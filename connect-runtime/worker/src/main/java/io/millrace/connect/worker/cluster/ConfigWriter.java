package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.Fencing;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.ConfigRecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Changes the config topic. Each future completes when this worker's view has the change. */
public final class ConfigWriter {

    private final CompactedLog log;
    private final String topic;

    public ConfigWriter(CompactedLog log, String topic) {
        this.log = log;
        this.topic = topic;
    }

    /** The target state goes first, so that nobody starts what is to be created paused. */
    public CompletableFuture<Void> connector(String name, Map<String, String> config, Optional<TargetState> target) {
        List<Map.Entry<byte[], byte[]>> records = new ArrayList<>();
        target.ifPresent(state -> records.add(targetRecord(name, state)));
        records.add(Map.entry(ConfigRecordCodec.connectorKey(name), ConfigRecordCodec.properties(config)));
        return log.writeAll(topic, records);
    }

    public CompletableFuture<Void> delete(String name) {
        return log.write(topic, ConfigRecordCodec.connectorKey(name), null)
                .thenCompose(done -> log.write(topic, ConfigRecordCodec.targetKey(name), null));
    }

    public CompletableFuture<Void> target(String name, TargetState state) {
        Map.Entry<byte[], byte[]> target = targetRecord(name, state);
        return log.write(topic, target.getKey(), target.getValue());
    }

    /** Tasks take effect together, with the commit record behind them. */
    public CompletableFuture<Void> tasks(String name, List<Map<String, String>> configs) {
        List<Map.Entry<byte[], byte[]>> records = new ArrayList<>();
        for (int task = 0; task < configs.size(); task++) {
            records.add(Map.entry(
                    ConfigRecordCodec.taskKey(new TaskId(name, task)),
                    ConfigRecordCodec.properties(configs.get(task))));
        }
        records.add(Map.entry(ConfigRecordCodec.commitKey(name), ConfigRecordCodec.commit(configs.size())));
        return log.writeAll(topic, records);
    }

    /** Says that the producers of the tasks before this generation can write no more. */
    public CompletableFuture<Void> fenced(String name, Fencing fencing) {
        return log.write(topic, ConfigRecordCodec.fencingKey(name), ConfigRecordCodec.fencing(fencing));
    }

    public CompletableFuture<Void> restart(String name, boolean includeTasks, boolean onlyFailed) {
        return log.write(
                topic, ConfigRecordCodec.restartKey(name), ConfigRecordCodec.restart(includeTasks, onlyFailed));
    }

    public CompletableFuture<Void> loggerLevel(String logger, String level) {
        return log.write(topic, ConfigRecordCodec.loggerKey(logger), ConfigRecordCodec.loggerLevel(level));
    }

    private static Map.Entry<byte[], byte[]> targetRecord(String name, TargetState state) {
        return Map.entry(ConfigRecordCodec.targetKey(name), ConfigRecordCodec.target(state));
    }
}
