package io.millrace.connect.worker.agent;

import io.millrace.connect.plugins.secrets.Redaction;
import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceStatus;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Hides the secrets of one connector in what is told about it. */
record Masks(SecretKeys keys, Map<String, String> config, Redaction redaction) {

    /** A shorter value is found by chance in values that have nothing to do with it. */
    private static final int FOUND_LENGTH_MIN = 4;

    static Masks of(SecretKeys keys, Map<String, String> config) {
        return new Masks(keys, config, Redaction.of(keys, config));
    }

    ConnectorInfo of(ConnectorInfo info) {
        return new ConnectorInfo(info.name(), keys.masked(info.config()), info.tasks(), info.type());
    }

    TaskInfo of(TaskInfo task) {
        Map<String, String> masked = new LinkedHashMap<>(keys.masked(task.config()));
        Map<String, String> shown = keys.masked(config);
        masked.replaceAll((key, value) -> {
            // What the connector shows under this key it shows for its tasks too.
            boolean open = value == null || Objects.equals(value, shown.get(key));
            return !open && holdsSecret(value) ? SecretKeys.HIDDEN : value;
        });
        return new TaskInfo(task.id(), masked);
    }

    private boolean holdsSecret(String value) {
        return keys.literals(config).stream()
                .anyMatch(secret -> secret.length() >= FOUND_LENGTH_MIN && value.contains(secret));
    }

    ConnectorStatus of(ConnectorStatus status) {
        List<TaskStatus> tasks = status.tasks().stream().map(this::of).toList();
        return new ConnectorStatus(status.name(), of(status.connector()), tasks, status.type());
    }

    TaskStatus of(TaskStatus status) {
        return new TaskStatus(status.id(), of(status.status()));
    }

    private InstanceStatus of(InstanceStatus status) {
        Optional<String> trace = status.trace().map(redaction::apply);
        return new InstanceStatus(
                status.state(), status.workerId(), status.version(), trace, of(status.history()), status.stuck());
    }

    private InstanceHistory of(InstanceHistory history) {
        return new InstanceHistory(
                history.sinceMs(),
                history.restarts(),
                history.lastError()
                        .map(error -> new InstanceHistory.LastError(
                                error.atMs(), error.workerId(), redaction.apply(error.trace()))));
    }
}
