package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.plugins.validate.ConfigInfos;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.control.CloneRequest;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorFigures;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorPlacement;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.InstanceFailures;
import io.millrace.connect.worker.control.OffsetControl;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.PreviewRequest;
import io.millrace.connect.worker.control.PutResult;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.control.ThreadStack;
import io.millrace.connect.worker.control.WorkerHealth;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.secrets.SecretMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;

/** The control interface for people: no answer, and no failure, has a secret in it. */
final class MaskedControl implements ConnectControl {

    private final ConnectControl control;
    private final ConnectorValidator validator;
    private final SecretMemory memory;
    private final Function<String, Map<String, String>> configs;

    /** {@code configs} gives the present configuration of a connector, empty if there is none. */
    MaskedControl(
            ConnectControl control,
            ConnectorValidator validator,
            SecretMemory memory,
            Function<String, Map<String, String>> configs) {
        this.control = control;
        this.validator = validator;
        this.memory = memory;
        this.configs = configs;
    }

    private <T> CompletableFuture<T> masked(String name, CompletableFuture<T> answer, BiFunction<Masks, T, T> masking) {
        return discreet(name, answer).thenCompose(found -> {
            Map<String, String> config = configs.apply(name);
            return validator.secretKeys(config).thenApply(keys -> masking.apply(Masks.of(keys, config), found));
        });
    }

    private <T> CompletableFuture<T> discreet(String name, CompletableFuture<T> answer) {
        return discreet(memory, name, answer);
    }

    /** Fails where a change would lay a stored secret open; {@code patch} tells what is written over from all there is. */
    private CompletableFuture<Void> kept(String name, Map<String, String> written, boolean patch) {
        Map<String, String> stored = configs.apply(name);
        if (stored.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, String> next = new HashMap<>(patch ? stored : Map.of());
        written.forEach((key, value) -> {
            String meant = SecretKeys.HIDDEN.equals(value) ? stored.get(key) : value;
            if (meant == null) {
                next.remove(key);
            } else {
                next.put(key, meant);
            }
        });
        return validator
                .secretKeys(stored)
                .thenCombine(
                        validator.secretKeys(next),
                        (before, after) -> KeptSecrets.laidOpen(written, stored, before, next, after))
                .thenCompose(refusal -> refusal.isPresent()
                        ? CompletableFuture.failedFuture(refusal.get())
                        : CompletableFuture.completedFuture(null));
    }

    /** Plugins put what they were given into their exceptions. */
    static <T> CompletableFuture<T> discreet(SecretMemory memory, String name, CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(discreet(memory.of(name), cause));
        });
    }

    /** The kinds that say what is wrong with a request stay what they are. */
    private static Throwable discreet(Discretion discretion, Throwable failure) {
        String message = discretion.text(failure.getMessage());
        if (failure instanceof ControlException refusal) {
            return refusal.saying(message);
        }
        if (failure instanceof ConfigException) {
            return Objects.equals(message, failure.getMessage()) ? failure : new ConfigException(message);
        }
        return discretion.failure(failure);
    }

    @Override
    public CompletableFuture<SortedSet<String>> connectors() {
        return control.connectors();
    }

    @Override
    public CompletableFuture<ConnectorInfo> connectorInfo(String name) {
        return masked(name, control.connectorInfo(name), Masks::of);
    }

    @Override
    public CompletableFuture<Map<String, String>> connectorConfig(String name) {
        return masked(name, control.connectorConfig(name), (masks, config) -> masks.keys()
                .masked(config));
    }

    @Override
    public CompletableFuture<List<TaskInfo>> taskConfigs(String name) {
        return masked(name, control.taskConfigs(name), (masks, tasks) -> tasks.stream()
                .map(masks::of)
                .toList());
    }

    @Override
    public CompletableFuture<ConnectorStatus> connectorStatus(String name) {
        return masked(name, control.connectorStatus(name), Masks::of);
    }

    @Override
    public CompletableFuture<TaskStatus> taskStatus(TaskId task) {
        return masked(task.connector(), control.taskStatus(task), Masks::of);
    }

    @Override
    public CompletableFuture<List<ThreadStack>> threadStacks(Instance instance) {
        return control.threadStacks(instance);
    }

    @Override
    public CompletableFuture<List<InstanceFailures>> failures(String name) {
        return discreet(name, control.failures(name));
    }

    @Override
    public CompletableFuture<Preview> preview(PreviewRequest request) {
        return discreet(request.name(), control.preview(request));
    }

    @Override
    public DeadLetterControl deadLetters() {
        return new MaskedLetters(control.deadLetters(), memory);
    }

    @Override
    public CompletableFuture<ConnectorFigures> connectorFigures(String name) {
        return discreet(name, control.connectorFigures(name));
    }

    @Override
    public CompletableFuture<ConnectorPlacement> placement(String name) {
        return discreet(name, control.placement(name));
    }

    @Override
    public CompletableFuture<ConfigInfos> validate(Map<String, String> config) {
        return kept(Objects.requireNonNullElse(config.get("name"), ""), config, false)
                .thenCompose(checked -> control.validate(config));
    }

    @Override
    public CompletableFuture<ConnectorInfo> createConnector(
            String name, Map<String, String> config, Optional<TargetState> initialState) {
        return masked(name, control.createConnector(name, config, initialState), Masks::of);
    }

    @Override
    public CompletableFuture<ConnectorInfo> cloneConnector(String source, CloneRequest request) {
        return masked(request.name(), discreet(source, control.cloneConnector(source, request)), Masks::of);
    }

    @Override
    public CompletableFuture<PutResult> putConnectorConfig(String name, Map<String, String> config) {
        return masked(
                name,
                kept(name, config, false).thenCompose(checked -> control.putConnectorConfig(name, config)),
                (masks, put) -> new PutResult(put.created(), masks.of(put.info())));
    }

    @Override
    public CompletableFuture<ConnectorInfo> patchConnectorConfig(String name, Map<String, String> patch) {
        return masked(
                name,
                kept(name, patch, true).thenCompose(checked -> control.patchConnectorConfig(name, patch)),
                Masks::of);
    }

    @Override
    public CompletableFuture<Void> deleteConnector(String name) {
        return discreet(name, control.deleteConnector(name));
    }

    @Override
    public CompletableFuture<ConnectorStatus> restartConnector(String name, boolean includeTasks, boolean onlyFailed) {
        return masked(name, control.restartConnector(name, includeTasks, onlyFailed), Masks::of);
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return discreet(task.connector(), control.restartTask(task));
    }

    @Override
    public CompletableFuture<Void> pauseConnector(String name) {
        return discreet(name, control.pauseConnector(name));
    }

    @Override
    public CompletableFuture<Void> resumeConnector(String name) {
        return discreet(name, control.resumeConnector(name));
    }

    @Override
    public CompletableFuture<Void> stopConnector(String name) {
        return discreet(name, control.stopConnector(name));
    }

    @Override
    public CompletableFuture<SortedSet<String>> activeTopics(String name) {
        return control.activeTopics(name);
    }

    @Override
    public CompletableFuture<Void> resetActiveTopics(String name) {
        return control.resetActiveTopics(name);
    }

    @Override
    public OffsetControl offsets() {
        return new MaskedOffsets(control.offsets(), memory);
    }

    @Override
    public CompletableFuture<Void> setClusterLoggerLevel(String logger, String level) {
        return control.setClusterLoggerLevel(logger, level);
    }

    @Override
    public void listenToLoggerLevels(BiConsumer<String, String> listener) {
        control.listenToLoggerLevels(listener);
    }

    @Override
    public String metricsText() {
        return control.metricsText();
    }

    @Override
    public String kafkaClusterId() {
        return control.kafkaClusterId();
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return control.caughtUp();
    }

    @Override
    public WorkerHealth health() {
        return control.health();
    }
}
