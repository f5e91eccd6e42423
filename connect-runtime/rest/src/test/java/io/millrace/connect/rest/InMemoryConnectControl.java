package io.millrace.connect.rest;

import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Failure;
import io.millrace.connect.plan.restart.FailureHistory;
import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.validate.ConfigInfos;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.control.CloneRequest;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorFigures;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorPlacement;
import io.millrace.connect.worker.control.ConnectorPlacement.PlacedTask;
import io.millrace.connect.worker.control.ConnectorPlacement.WorkerUse;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.InstanceFailures;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceHistory.LastError;
import io.millrace.connect.worker.control.InstanceStatus;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.NamedConfig;
import io.millrace.connect.worker.control.OffsetControl;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.PreviewRequest;
import io.millrace.connect.worker.control.PutResult;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.control.ThreadStack;
import io.millrace.connect.worker.control.WorkerHealth;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A worker without a cluster: keeps configurations in memory, validates for real, runs nothing. */
final class InMemoryConnectControl implements ConnectControl {
    private static final String WORKER_ID = "127.0.0.1:0";

    private final ConnectorValidator validator;
    private final Map<String, Map<String, String>> configs = new ConcurrentHashMap<>();
    private final Map<String, Lifecycle> states = new ConcurrentHashMap<>();
    private final InMemoryOffsets offsets = new InMemoryOffsets(configs::containsKey);
    private volatile URI leader;
    private volatile BiConsumer<String, String> loggerLevels = (logger, level) -> {};

    InMemoryConnectControl(ConnectorValidator validator) {
        this.validator = validator;
    }

    /** From now on, writes belong to another worker; null takes them back. */
    void leaderIs(URI other) {
        this.leader = other;
    }

    /** Forgets all connectors. */
    void forgetAll() {
        configs.clear();
        offsets.forgetAll();
    }

    /** A launcher of such workers that hands each to {@code seen}. */
    static WorkerLauncher launcher(Consumer<InMemoryConnectControl> seen) {
        return (properties, plugins, advertised) -> {
            ConnectorValidator validator = new ConnectorValidator(
                    plugins, SecretResolver.open(plugins, properties), properties, Duration.ofSeconds(20));
            InMemoryConnectControl control = new InMemoryConnectControl(validator);
            seen.accept(control);
            return new WorkerLauncher.Launched(
                    control, validator, new InMemorySessionKeys(WORKER_ID), WORKER_ID, () -> {}, validator::close);
        };
    }

    @Override
    public CompletableFuture<SortedSet<String>> connectors() {
        return CompletableFuture.completedFuture(new TreeSet<>(configs.keySet()));
    }

    @Override
    public CompletableFuture<ConnectorInfo> connectorInfo(String name) {
        return known(name, () -> info(name));
    }

    @Override
    public CompletableFuture<Map<String, String>> connectorConfig(String name) {
        return known(name, () -> new TreeMap<>(configs.get(name)));
    }

    @Override
    public CompletableFuture<List<TaskInfo>> taskConfigs(String name) {
        return known(name, () -> List.of(new TaskInfo(new TaskId(name, 0), configs.get(name))));
    }

    @Override
    public CompletableFuture<ConnectorStatus> connectorStatus(String name) {
        return known(
                name,
                () -> new ConnectorStatus(
                        name,
                        new InstanceStatus(states.get(name), WORKER_ID, Optional.of("4.3.1"), Optional.empty()),
                        List.of(new TaskStatus(
                                0,
                                new InstanceStatus(
                                        Lifecycle.FAILED,
                                        WORKER_ID,
                                        Optional.empty(),
                                        Optional.of("a trace"),
                                        new InstanceHistory(
                                                OptionalLong.of(1_000),
                                                2,
                                                Optional.of(new LastError(1_000, WORKER_ID, "a trace")))))),
                        ConnectorType.SOURCE));
    }

    @Override
    public CompletableFuture<TaskStatus> taskStatus(TaskId task) {
        return connectorStatus(task.connector()).thenApply(status -> {
            if (task.task() != 0) {
                throw new ControlException(Reason.NOT_FOUND, "No status found for task " + task);
            }
            return status.tasks().get(0);
        });
    }

    @Override
    public CompletableFuture<Preview> preview(PreviewRequest request) {
        return CompletableFuture.failedFuture(
                new ControlException(ControlException.Reason.BUSY, "Another preview runs on this worker"));
    }

    @Override
    public CompletableFuture<List<ThreadStack>> threadStacks(Instance instance) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<List<InstanceFailures>> failures(String name) {
        return connectorStatus(name)
                .thenApply(status -> List.of(new InstanceFailures(
                        Instance.of(new TaskId(name, 0)),
                        FailureHistory.NONE
                                .with(new Failure(
                                        1_000,
                                        FailureKind.RETRIABLE,
                                        "away",
                                        OptionalLong.of(2_000),
                                        "restart 1 of 20 within the window"))
                                .with(new Failure(
                                        3_000,
                                        FailureKind.CONFIGURATION,
                                        "wrong",
                                        OptionalLong.empty(),
                                        "a restart would not help")))));
    }

    @Override
    public CompletableFuture<ConfigInfos> validate(Map<String, String> config) {
        return validator.validate(config);
    }

    @Override
    public DeadLetterControl deadLetters() {
        return new InMemoryDeadLetters();
    }

    @Override
    public CompletableFuture<ConnectorInfo> createConnector(
            String name, Map<String, String> config, Optional<TargetState> initialState) {
        if (leader != null) {
            return CompletableFuture.failedFuture(ControlException.notOwner("not the leader", leader));
        }
        if (configs.containsKey(name)) {
            return refused(Reason.ALREADY_EXISTS, "Connector " + name + " already exists");
        }
        Map<String, String> named = NamedConfig.of(name, config);
        return validator.validate(named).thenApply(verdict -> {
            accept(verdict);
            configs.put(name, named);
            states.put(name, state(initialState.orElse(TargetState.STARTED)));
            return info(name);
        });
    }

    @Override
    public CompletableFuture<ConnectorInfo> cloneConnector(String source, CloneRequest request) {
        return connectorConfig(source).thenCompose(config -> {
            Map<String, String> merged = new LinkedHashMap<>(config);
            merged.putAll(request.overrides());
            merged.put("name", request.name());
            return createConnector(request.name(), merged, request.initialState());
        });
    }

    private static void accept(ConfigInfos verdict) {
        if (verdict.errorCount() > 0) {
            throw new ControlException(Reason.BAD_REQUEST, verdict.refusal());
        }
    }

    private static Lifecycle state(TargetState target) {
        return switch (target) {
            case STARTED -> Lifecycle.RUNNING;
            case PAUSED -> Lifecycle.PAUSED;
            case STOPPED -> Lifecycle.STOPPED;
        };
    }

    @Override
    public CompletableFuture<PutResult> putConnectorConfig(String name, Map<String, String> config) {
        boolean created = !configs.containsKey(name);
        configs.remove(name);
        return createConnector(name, config, Optional.empty()).thenApply(info -> new PutResult(created, info));
    }

    @Override
    public CompletableFuture<ConnectorInfo> patchConnectorConfig(String name, Map<String, String> patch) {
        return known(name, () -> {
            Map<String, String> merged = new LinkedHashMap<>(configs.get(name));
            patch.forEach((key, value) -> {
                if (value == null) {
                    merged.remove(key);
                } else {
                    merged.put(key, value);
                }
            });
            configs.put(name, NamedConfig.of(name, merged));
            return info(name);
        });
    }

    @Override
    public CompletableFuture<Void> deleteConnector(String name) {
        if (leader != null) {
            return CompletableFuture.failedFuture(ControlException.notOwner("not the leader", leader));
        }
        return known(name, () -> {
            configs.remove(name);
            return null;
        });
    }

    @Override
    public CompletableFuture<ConnectorStatus> restartConnector(String name, boolean includeTasks, boolean onlyFailed) {
        return connectorStatus(name);
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return taskStatus(task).thenApply(status -> null);
    }

    @Override
    public CompletableFuture<Void> pauseConnector(String name) {
        return move(name, Lifecycle.PAUSED);
    }

    @Override
    public CompletableFuture<Void> resumeConnector(String name) {
        return move(name, Lifecycle.RUNNING);
    }

    @Override
    public CompletableFuture<Void> stopConnector(String name) {
        return move(name, Lifecycle.STOPPED);
    }

    private CompletableFuture<Void> move(String name, Lifecycle state) {
        return known(name, () -> {
            states.put(name, state);
            return null;
        });
    }

    @Override
    public CompletableFuture<SortedSet<String>> activeTopics(String name) {
        return CompletableFuture.completedFuture(new TreeSet<>(List.of("t")));
    }

    @Override
    public CompletableFuture<Void> resetActiveTopics(String name) {
        return refused(Reason.FORBIDDEN, "Topic tracking reset is disabled.");
    }

    @Override
    public OffsetControl offsets() {
        return offsets;
    }

    @Override
    public CompletableFuture<Void> setClusterLoggerLevel(String logger, String level) {
        loggerLevels.accept(logger, level);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void listenToLoggerLevels(BiConsumer<String, String> listener) {
        loggerLevels = listener;
    }

    @Override
    public CompletableFuture<ConnectorFigures> connectorFigures(String name) {
        return connectorStatus(name)
                .thenApply(status ->
                        new ConnectorFigures(name, status.type(), status.tasks(), List.of(), new TreeMap<>()));
    }

    @Override
    public CompletableFuture<ConnectorPlacement> placement(String name) {
        TaskId task = new TaskId(name, 0);
        return known(
                name,
                () -> new ConnectorPlacement(
                        name,
                        true,
                        List.of(
                                new PlacedTask(
                                        0,
                                        Optional.of(WORKER_ID),
                                        false,
                                        OptionalLong.of(310),
                                        OptionalLong.of(30_000),
                                        Optional.of(ConnectorPlacement.Held.SNAPSHOT),
                                        Optional.of(new Move(task, "other", WORKER_ID, 1_000, 300, 800, 100))),
                                new PlacedTask(
                                        1,
                                        Optional.empty(),
                                        false,
                                        OptionalLong.empty(),
                                        OptionalLong.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                        List.of(
                                new WorkerUse(WORKER_ID, OptionalLong.of(155), 1),
                                new WorkerUse("other", OptionalLong.empty(), 0))));
    }

    @Override
    public String metricsText() {
        return "";
    }

    @Override
    public String kafkaClusterId() {
        return "in-memory";
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public WorkerHealth health() {
        return new WorkerHealth(WorkerHealth.Condition.HEALTHY, "The worker is fine.");
    }

    private ConnectorInfo info(String name) {
        return new ConnectorInfo(name, configs.get(name), List.of(new TaskId(name, 0)), ConnectorType.SOURCE);
    }

    private <T> CompletableFuture<T> known(String name, Supplier<T> answer) {
        return configs.containsKey(name)
                ? CompletableFuture.completedFuture(answer.get())
                : refused(Reason.NOT_FOUND, "Connector " + name + " not found");
    }

    private static <T> CompletableFuture<T> refused(Reason reason, String message) {
        return CompletableFuture.failedFuture(new ControlException(reason, message));
    }
}
