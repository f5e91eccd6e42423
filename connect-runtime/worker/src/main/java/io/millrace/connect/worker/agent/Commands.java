package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.NamedConfig;
import io.millrace.connect.worker.control.OffsetChange;
import io.millrace.connect.worker.control.PutResult;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.control.WorkerHealth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Carries out what the control interface promises: reads from the tables, changes through the topics. */
public final class Commands implements ConnectControl {

    private final Reads reads;
    private final Answers answers;
    private final ClusterTables cluster;
    private final CommandParts parts;

    Commands(ClusterTables cluster, CommandParts parts, Reads reads, Answers answers) {
        this.cluster = cluster;
        this.parts = parts;
        this.reads = reads;
        this.answers = answers;
    }

    @Override
    public CompletableFuture<SortedSet<String>> connectors() {
        return answers.now(() -> cluster.views().view().connectors());
    }

    @Override
    public CompletableFuture<ConnectorInfo> connectorInfo(String name) {
        return answers.now(() -> reads.info(name));
    }

    @Override
    public CompletableFuture<Map<String, String>> connectorConfig(String name) {
        return answers.now(() -> reads.connector(name).config());
    }

    @Override
    public CompletableFuture<List<TaskInfo>> taskConfigs(String name) {
        return answers.now(() -> reads.tasks(name));
    }

    @Override
    public CompletableFuture<ConnectorStatus> connectorStatus(String name) {
        return answers.now(() -> reads.status(name));
    }

    @Override
    public CompletableFuture<TaskStatus> taskStatus(TaskId task) {
        return answers.now(() -> reads.taskStatus(task));
    }

    @Override
    public CompletableFuture<ConnectorInfo> createConnector(
            String name, Map<String, String> config, Optional<TargetState> initialState) {
        return change(name, () -> {
            if (name.isBlank()) {
                throw new ControlException(Reason.BAD_REQUEST, "The connector name may not be empty");
            }
            if (reads.find(name).isPresent()) {
                throw new ControlException(Reason.ALREADY_EXISTS, "Connector " + name + " already exists");
            }
            Map<String, String> complete = NamedConfig.of(name, config);
            return parts.judgement()
                    .accept(complete)
                    .thenCompose(accepted -> cluster.configs().connector(name, complete, initialState))
                    .thenApply(written -> reads.info(name));
        });
    }

    @Override
    public CompletableFuture<PutResult> putConnectorConfig(String name, Map<String, String> config) {
        return change(name, () -> {
            Map<String, String> complete = NamedConfig.of(name, config);
            boolean created = reads.find(name).isEmpty();
            return parts.judgement()
                    .accept(complete)
                    .thenCompose(accepted -> cluster.configs().connector(name, complete, Optional.empty()))
                    .thenApply(written -> new PutResult(created, reads.info(name)));
        });
    }

    @Override
    public CompletableFuture<ConnectorInfo> patchConnectorConfig(String name, Map<String, String> patch) {
        return change(name, () -> {
            Map<String, String> merged = new HashMap<>(reads.connector(name).config());
            patch.forEach((key, value) -> {
                if (value == null) {
                    merged.remove(key);
                } else {
                    merged.put(key, value);
                }
            });
            Map<String, String> complete = NamedConfig.of(name, merged);
            return parts.judgement()
                    .accept(complete)
                    .thenCompose(accepted -> cluster.configs().connector(name, complete, Optional.empty()))
                    .thenApply(written -> reads.info(name));
        });
    }

    @Override
    public CompletableFuture<Void> deleteConnector(String name) {
        return change(name, () -> {
            reads.connector(name);
            return cluster.configs().delete(name).thenRun(() -> {
                // What still runs somewhere forgets its own status when it has ended.
                cluster.statuses().tasks(name).forEach(cluster.statusWriter()::forgetTask);
                cluster.statusWriter().forgetConnector(name);
                parts.topics().forget(name);
            });
        });
    }

    @Override
    public CompletableFuture<ConnectorStatus> restartConnector(String name, boolean includeTasks, boolean onlyFailed) {
        return change(name, () -> {
            if (reads.find(name).isEmpty()) {
                throw new ControlException(Reason.NOT_FOUND, "Unknown connector: " + name);
            }
            ConnectorStatus planned = reads.plannedRestart(name, includeTasks, onlyFailed);
            return cluster.configs().restart(name, includeTasks, onlyFailed).thenApply(written -> planned);
        });
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return here(task.connector(), () -> {
            boolean known = reads.find(task.connector())
                    .filter(connector -> task.task() >= 0
                            && task.task() < connector.tasks().configs().size())
                    .isPresent();
            if (!known) {
                throw new ControlException(Reason.NOT_FOUND, "Unknown task: " + task);
            }
            return parts.agent().restartTask(task).thenAccept(here -> {
                if (!here) {
                    throw ControlException.notOwner(
                            "Task " + task + " runs on another worker",
                            cluster.ownership().ownerOf(task).orElse(null));
                }
            });
        });
    }

    @Override
    public CompletableFuture<Void> pauseConnector(String name) {
        return target(name, TargetState.PAUSED);
    }

    @Override
    public CompletableFuture<Void> resumeConnector(String name) {
        return target(name, TargetState.STARTED);
    }

    /** Gives the tasks up as well, which is what tells STOPPED from PAUSED. */
    @Override
    public CompletableFuture<Void> stopConnector(String name) {
        return change(name, () -> {
            known(name);
            return cluster.configs().target(name, TargetState.STOPPED).thenCompose(written -> cluster.configs()
                    .tasks(name, List.of()));
        });
    }

    private CompletableFuture<Void> target(String name, TargetState state) {
        return change(name, () -> {
            known(name);
            return cluster.configs().target(name, state);
        });
    }

    @Override
    public CompletableFuture<SortedSet<String>> activeTopics(String name) {
        return answers.now(() -> {
            if (!parts.topicTracking()) {
                throw new ControlException(Reason.FORBIDDEN, "Topic tracking is disabled.");
            }
            return cluster.statuses().topics(name);
        });
    }

    @Override
    public CompletableFuture<Void> resetActiveTopics(String name) {
        return change(name, () -> {
            if (!parts.topicTracking()) {
                throw new ControlException(Reason.FORBIDDEN, "Topic tracking is disabled.");
            }
            if (!parts.topicReset()) {
                throw new ControlException(Reason.FORBIDDEN, "Topic tracking reset is disabled.");
            }
            return parts.topics().reset(name);
        });
    }

    @Override
    public CompletableFuture<List<ConnectorOffset>> connectorOffsets(String name) {
        return answers.later(() -> parts.offsets().read(reads.connector(name)));
    }

    @Override
    public CompletableFuture<OffsetChange> alterOffsets(String name, List<ConnectorOffset> offsets) {
        return change(name, () -> parts.offsets().alter(reads.connector(name), offsets));
    }

    @Override
    public CompletableFuture<OffsetChange> resetOffsets(String name) {
        return change(name, () -> parts.offsets().reset(reads.connector(name)));
    }

    @Override
    public String kafkaClusterId() {
        return parts.kafkaClusterId();
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return answers.later(() -> cluster.log().readToEnd());
    }

    @Override
    public WorkerHealth health() {
        return reads.health();
    }

    private ConnectorView known(String name) {
        return reads.find(name).orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "Unknown connector " + name));
    }

    /** At the leader, since two workers that change a connector at once would not see each other's change. */
    private <T> CompletableFuture<T> change(String name, Supplier<CompletableFuture<T>> command) {
        return here(name, () -> {
            if (!cluster.ownership().leads()) {
                throw ControlException.notOwner(
                        "Connectors are changed at the worker that leads the group",
                        cluster.ownership().leader().orElse(null));
            }
            return command.get();
        });
    }

    private <T> CompletableFuture<T> here(String name, Supplier<CompletableFuture<T>> command) {
        return answers.later(() -> parts.queue().run(name, command));
    }
}
