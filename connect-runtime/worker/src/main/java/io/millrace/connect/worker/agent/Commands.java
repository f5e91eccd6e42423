package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.secrets.MaskedValues;
import io.millrace.connect.plugins.validate.ConfigInfos;
import io.millrace.connect.worker.control.CloneRequest;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorFigures;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorPlacement;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.InstanceFailures;
import io.millrace.connect.worker.control.NamedConfig;
import io.millrace.connect.worker.control.OffsetControl;
import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.PreviewRequest;
import io.millrace.connect.worker.control.PutResult;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.control.ThreadStack;
import io.millrace.connect.worker.control.WorkerHealth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Carries out what the control interface promises: reads from the tables, changes through the topics. */
public final class Commands implements ConnectControl {

    private final Reads reads;
    private final Answers answers;
    private final ClusterTables cluster;
    private final CommandParts parts;
    private final DeadLetterControl letters;
    private final Turns turns;
    private final OffsetControl offsets;
    private final LifecycleCommands lifecycle;

    Commands(ClusterTables cluster, CommandParts parts, Reads reads, Answers answers) {
        this.cluster = cluster;
        this.parts = parts;
        this.reads = reads;
        this.answers = answers;
        this.letters = new LetterCommands(parts.letters(), reads, answers);
        this.turns = new Turns(answers, parts.queue(), parts.gate());
        this.offsets = new OffsetCommands(parts.offsets(), reads, answers, turns);
        this.lifecycle = new LifecycleCommands(cluster, parts, reads, turns);
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
    public CompletableFuture<List<ThreadStack>> threadStacks(Instance instance) {
        return answers.now(() -> parts.stacks().of(instance));
    }

    @Override
    public CompletableFuture<List<InstanceFailures>> failures(String name) {
        return answers.now(() -> reads.failures(name));
    }

    @Override
    public CompletableFuture<ConfigInfos> validate(Map<String, String> config) {
        String name = Objects.requireNonNullElse(config.get("name"), "");
        return answers.later(() -> parts.validator().validate(MaskedValues.restored(config, reads.stored(name))));
    }

    @Override
    public CompletableFuture<Preview> preview(PreviewRequest request) {
        String name = request.name();
        return answers.later(() -> {
            Map<String, String> complete =
                    NamedConfig.of(name, MaskedValues.restored(request.config(), reads.stored(name)));
            PreviewRequest whole =
                    new PreviewRequest(name, complete, request.records(), request.timeoutMs(), request.from());
            return parts.judgement().accept(complete).thenCompose(accepted -> parts.previews()
                    .preview(whole));
        });
    }

    @Override
    public DeadLetterControl deadLetters() {
        return letters;
    }

    @Override
    public CompletableFuture<ConnectorInfo> createConnector(
            String name, Map<String, String> config, Optional<TargetState> initialState) {
        return turns.change(name, () -> {
            if (name.isBlank()) {
                throw new ControlException(Reason.BAD_REQUEST, "The connector name may not be empty");
            }
            if (reads.find(name).isPresent()) {
                throw new ControlException(Reason.ALREADY_EXISTS, "Connector " + name + " already exists");
            }
            Map<String, String> complete = NamedConfig.of(name, MaskedValues.restored(config, Map.of()));
            return parts.judgement()
                    .accept(complete)
                    .thenCompose(accepted -> cluster.configs().connector(name, complete, initialState))
                    .thenApply(written -> reads.info(name));
        });
    }

    @Override
    public CompletableFuture<ConnectorInfo> cloneConnector(String source, CloneRequest request) {
        Cloning cloning = new Cloning(cluster, parts.judgement(), parts.offsets(), reads);
        return turns.change(request.name(), () -> cloning.make(source, request));
    }

    @Override
    public CompletableFuture<PutResult> putConnectorConfig(String name, Map<String, String> config) {
        return turns.change(name, () -> {
            Map<String, String> complete = NamedConfig.of(name, MaskedValues.restored(config, reads.stored(name)));
            boolean created = reads.find(name).isEmpty();
            return parts.judgement()
                    .accept(complete)
                    .thenCompose(accepted -> noted(name, complete))
                    .thenCompose(noted -> cluster.configs().connector(name, complete, Optional.empty()))
                    .thenApply(written -> new PutResult(created, reads.info(name)));
        });
    }

    @Override
    public CompletableFuture<ConnectorInfo> patchConnectorConfig(String name, Map<String, String> patch) {
        return turns.change(name, () -> {
            Map<String, String> merged = new HashMap<>(reads.connector(name).config());
            MaskedValues.restored(patch, reads.stored(name)).forEach((key, value) -> {
                if (value == null) {
                    merged.remove(key);
                } else {
                    merged.put(key, value);
                }
            });
            Map<String, String> complete = NamedConfig.of(name, merged);
            return parts.judgement()
                    .accept(complete)
                    .thenCompose(accepted -> noted(name, complete))
                    .thenCompose(noted -> cluster.configs().connector(name, complete, Optional.empty()))
                    .thenApply(written -> reads.info(name));
        });
    }

    /** Where it is with the configuration of before, if that is another one. */
    private CompletableFuture<Void> noted(String name, Map<String, String> config) {
        return reads.find(name)
                .filter(before -> !before.config().equals(config))
                .map(before -> parts.offsets().note(before, Kind.CONFIG))
                .orElse(CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletableFuture<Void> deleteConnector(String name) {
        return turns.change(name, () -> {
            reads.connector(name);
            return cluster.configs().delete(name).thenRun(() -> {
                // What still runs somewhere forgets its own status when it has ended.
                cluster.statuses().tasks(name).forEach(cluster.statusWriter()::forgetTask);
                cluster.statusWriter().forgetConnector(name);
                parts.topics().forget(name);
                cluster.failures().forget(cluster.log(), name);
                cluster.offsetHistory()
                        .trim(cluster.log(), cluster.views().view().connectors());
            });
        });
    }

    @Override
    public CompletableFuture<ConnectorStatus> restartConnector(String name, boolean includeTasks, boolean onlyFailed) {
        return lifecycle.restartConnector(name, includeTasks, onlyFailed);
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return lifecycle.restartTask(task);
    }

    @Override
    public CompletableFuture<Void> pauseConnector(String name) {
        return lifecycle.pause(name);
    }

    @Override
    public CompletableFuture<Void> resumeConnector(String name) {
        return lifecycle.resume(name);
    }

    @Override
    public CompletableFuture<Void> stopConnector(String name) {
        return lifecycle.stop(name);
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
        return turns.change(name, () -> {
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
    public OffsetControl offsets() {
        return offsets;
    }

    @Override
    public CompletableFuture<Void> setClusterLoggerLevel(String logger, String level) {
        return answers.later(() -> parts.loggers().set(logger, level));
    }

    @Override
    public void listenToLoggerLevels(BiConsumer<String, String> listener) {
        parts.loggers().listen(listener);
    }

    @Override
    public CompletableFuture<ConnectorFigures> connectorFigures(String name) {
        return answers.now(() -> reads.figures(name));
    }

    @Override
    public CompletableFuture<ConnectorPlacement> placement(String name) {
        return answers.now(() -> new PlacementReads(cluster).of(reads.connector(name)));
    }

    @Override
    public String metricsText() {
        return reads.metricsText();
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
}
