package io.millrace.connect.worker.control;

import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

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

    /** Validates on a plugin lane, then writes. {@code initialState} empty means STARTED. */
    CompletableFuture<ConnectorInfo> createConnector(
            String name, Map<String, String> config, Optional<TargetState> initialState);

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

    CompletableFuture<List<ConnectorOffset>> connectorOffsets(String name);

    /** An offset of null forgets that partition. */
    CompletableFuture<OffsetChange> alterOffsets(String name, List<ConnectorOffset> offsets);

    CompletableFuture<OffsetChange> resetOffsets(String name);

    /** Known once the worker has started; served from memory. */
    String kafkaClusterId();

    /** Completes when what other workers wrote before this call is known here. */
    CompletableFuture<Void> caughtUp();

    /** Answers at once, also when everything else hangs. */
    WorkerHealth health();
}
