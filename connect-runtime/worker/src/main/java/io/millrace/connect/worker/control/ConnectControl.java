package io.millrace.connect.worker.control;

import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.validate.ConfigInfos;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Everything that can be asked of a Connect cluster through one of its workers.
 *
 * <p>No call blocks. Reads answer from the worker's own copy of the internal topics and stay quick while plugins hang.
 * A write completes when the worker has read its own record back. Every future fails with a {@link ControlException},
 * never with anything else; {@link ControlException.Reason} says which HTTP status fits.
 */
public interface ConnectControl {

    CompletableFuture<SortedSet<String>> connectors();

    CompletableFuture<ConnectorInfo> connectorInfo(String name);

    /** The configuration as written by its author: placeholders of config providers stay placeholders. */
    CompletableFuture<Map<String, String>> connectorConfig(String name);

    CompletableFuture<List<TaskInfo>> taskConfigs(String name);

    CompletableFuture<ConnectorStatus> connectorStatus(String name);

    CompletableFuture<TaskStatus> taskStatus(TaskId task);

    /**
     * What the threads of a connector instance or task do at this moment, as the worker tells that runs it; empty when
     * nothing of it is running.
     */
    CompletableFuture<List<ThreadStack>> threadStacks(Instance instance);

    /** What failed of a connector and its tasks, and whether it was restarted; instances that never failed are left out. */
    CompletableFuture<List<InstanceFailures>> failures(String name);

    /**
     * The verdict on a configuration. A masked secret stands for the one that is stored under the configuration's name.
     */
    CompletableFuture<ConfigInfos> validate(Map<String, String> config);

    /**
     * What a connector of this configuration would do; on this worker, one at a time. Fails like a creation when the
     * configuration is invalid.
     */
    CompletableFuture<Preview> preview(PreviewRequest request);

    /** What lies in the dead letter topics of connectors. */
    DeadLetterControl deadLetters();

    /** Validates on a plugin lane, then writes. {@code initialState} empty means STARTED. */
    CompletableFuture<ConnectorInfo> createConnector(
            String name, Map<String, String> config, Optional<TargetState> initialState);

    /**
     * Makes a connector of another one, which may run, and of whose offsets it gets those that are committed. When that
     * fails nothing remains of it, or the message says what does.
     */
    CompletableFuture<ConnectorInfo> cloneConnector(String source, CloneRequest request);

    CompletableFuture<PutResult> putConnectorConfig(String name, Map<String, String> config);

    /** Merges: a null value deletes its key. */
    CompletableFuture<ConnectorInfo> patchConnectorConfig(String name, Map<String, String> patch);

    CompletableFuture<Void> deleteConnector(String name);

    /** Restarts the connector only, or also its tasks, or only what failed; the answer holds RESTARTING as planned. */
    CompletableFuture<ConnectorStatus> restartConnector(String name, boolean includeTasks, boolean onlyFailed);

    CompletableFuture<Void> restartTask(TaskId task);

    CompletableFuture<Void> pauseConnector(String name);

    CompletableFuture<Void> resumeConnector(String name);

    CompletableFuture<Void> stopConnector(String name);

    CompletableFuture<SortedSet<String>> activeTopics(String name);

    CompletableFuture<Void> resetActiveTopics(String name);

    /** The offsets of connectors, and what they were. */
    OffsetControl offsets();

    default CompletableFuture<List<ConnectorOffset>> connectorOffsets(String name) {
        return offsets().read(name);
    }

    default CompletableFuture<OffsetChange> alterOffsets(String name, List<ConnectorOffset> altered) {
        return offsets()
                .change(name, new OffsetRequest.Alter(altered), Optional.empty())
                .thenApply(OffsetsChanged::by);
    }

    default CompletableFuture<OffsetChange> resetOffsets(String name) {
        return offsets()
                .change(name, new OffsetRequest.Reset(), Optional.empty())
                .thenApply(OffsetsChanged::by);
    }

    /** Sets the level of a logger and of those below it in every worker (KIP-976); completes when this one has it. */
    CompletableFuture<Void> setClusterLoggerLevel(String logger, String level);

    /** Who sets the levels of this worker when one is set for all: the logger's name and its level. Must be quick. */
    void listenToLoggerLevels(BiConsumer<String, String> listener);

    /** What the tasks of a connector do on this worker, and who can tell of the others; from memory. */
    CompletableFuture<ConnectorFigures> connectorFigures(String name);

    /** Where the tasks of a connector are and what they cost there, as the workers have told; from memory. */
    CompletableFuture<ConnectorPlacement> placement(String name);

    /** All metrics of this worker in the text format of Prometheus; from memory, and without a call into a plugin. */
    String metricsText();

    /** Known once the worker has started; served from memory. */
    String kafkaClusterId();

    /** Completes when what other workers wrote before this call is known here. */
    CompletableFuture<Void> caughtUp();

    /** Answers at once, also when everything else hangs. */
    WorkerHealth health();
}
