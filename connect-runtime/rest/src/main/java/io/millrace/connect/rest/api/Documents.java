package io.millrace.connect.rest.api;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.validate.ConfigInfo;
import io.millrace.connect.plugins.validate.ConfigInfos;
import io.millrace.connect.plugins.validate.ConfigKeyInfo;
import io.millrace.connect.plugins.validate.ConfigValueInfo;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceStatus;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The JSON documents of the surface, with Kafka Connect's names in Kafka Connect's order. */
final class Documents {
    private Documents() {}

    static Map<String, Object> connector(ConnectorInfo info) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", info.name());
        document.put("config", info.config());
        document.put("tasks", info.tasks().stream().map(Documents::taskId).toList());
        document.put("type", info.type().name().toLowerCase(Locale.ROOT));
        return document;
    }

    static Map<String, Object> taskId(TaskId id) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("connector", id.connector());
        document.put("task", id.task());
        return document;
    }

    static Map<String, Object> task(TaskInfo info) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", taskId(info.id()));
        document.put("config", info.config());
        return document;
    }

    static Map<String, Object> status(ConnectorStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", status.name());
        document.put("connector", state(new LinkedHashMap<>(), status.connector()));
        document.put("tasks", status.tasks().stream().map(Documents::taskStatus).toList());
        document.put("type", status.type().name().toLowerCase(Locale.ROOT));
        return document;
    }

    static Map<String, Object> taskStatus(TaskStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", status.id());
        return state(document, status.status());
    }

    private static Map<String, Object> state(Map<String, Object> document, InstanceStatus status) {
        document.put("state", status.state().name());
        document.put("worker_id", status.workerId());
        status.version().ifPresent(version -> document.put("version", version));
        status.trace().filter(trace -> !trace.isEmpty()).ifPresent(trace -> document.put("trace", trace));
        addHistory(document, status.history());
        status.stuck().ifPresent(call -> document.put("stuck", StackDocuments.stuck(call)));
        return document;
    }

    /** Beyond Kafka Connect's fields, behind them. */
    private static void addHistory(Map<String, Object> document, InstanceHistory history) {
        if (history.equals(InstanceHistory.NONE)) {
            return;
        }
        history.sinceMs().ifPresent(since -> document.put("since", time(since)));
        document.put("restarts", history.restarts());
        history.lastError().ifPresent(error -> {
            Map<String, Object> last = new LinkedHashMap<>();
            last.put("time", time(error.atMs()));
            last.put("worker_id", error.workerId());
            last.put("trace", error.trace());
            document.put("last_error", last);
        });
    }

    /** A time of day as people and programs read it, in UTC. */
    static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }

    static Map<String, Object> verdict(ConfigInfos infos) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", infos.name());
        document.put("error_count", infos.errorCount());
        document.put("groups", infos.groups());
        document.put("configs", infos.configs().stream().map(Documents::config).toList());
        return document;
    }

    private static Map<String, Object> config(ConfigInfo info) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("definition", info.definition() == null ? null : key(info.definition()));
        document.put("value", value(info.value()));
        return document;
    }

    static Map<String, Object> key(ConfigKeyInfo key) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", key.name());
        document.put("type", key.type());
        document.put("required", key.required());
        document.put("default_value", key.defaultValue());
        document.put("importance", key.importance());
        document.put("documentation", key.documentation());
        document.put("group", key.group());
        document.put("order_in_group", key.orderInGroup());
        document.put("width", key.width());
        document.put("display_name", key.displayName());
        document.put("dependents", key.dependents());
        return document;
    }

    private static Map<String, Object> value(ConfigValueInfo value) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", value.name());
        document.put("value", value.value());
        document.put("recommended_values", value.recommendedValues());
        document.put("errors", value.errors());
        document.put("visible", value.visible());
        return document;
    }
}
