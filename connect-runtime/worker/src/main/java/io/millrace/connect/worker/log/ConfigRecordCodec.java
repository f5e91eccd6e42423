package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The records of the config topic. */
public final class ConfigRecordCodec {

    private static final String CONNECTOR = "connector-";
    private static final String TASK = "task-";
    private static final String COMMIT = "commit-";
    private static final String TARGET = "target-state-";
    private static final String RESTART = "restart-connector-";

    private ConfigRecordCodec() {}

    /** Reads any record; what is unknown or cannot be read is {@link ConfigRecord.Ignored}. */
    public static ConfigRecord read(byte[] keyBytes, byte[] valueBytes) {
        if (keyBytes == null) {
            return new ConfigRecord.Ignored("");
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        try {
            return parse(key, valueBytes == null ? Optional.empty() : Optional.of(Json.read(valueBytes)));
        } catch (IllegalArgumentException e) {
            return new ConfigRecord.Ignored(key);
        }
    }

    private static ConfigRecord parse(String key, Optional<JsonNode> value) {
        if (key.startsWith(CONNECTOR)) {
            return new ConfigRecord.ConnectorConfigured(
                    key.substring(CONNECTOR.length()), value.map(ConfigRecordCodec::properties));
        }
        if (key.startsWith(TARGET)) {
            return new ConfigRecord.TargetStateSet(
                    key.substring(TARGET.length()), value.map(ConfigRecordCodec::target));
        }
        if (value.isEmpty()) {
            return new ConfigRecord.Ignored(key);
        }
        if (key.startsWith(TASK)) {
            return new ConfigRecord.TaskConfigured(TaskId.parse(key.substring(TASK.length())), properties(value.get()));
        }
        if (key.startsWith(COMMIT)) {
            JsonNode tasks = value.get().path("tasks");
            return tasks.isInt() && tasks.asInt() >= 0
                    ? new ConfigRecord.TasksCommitted(key.substring(COMMIT.length()), tasks.asInt())
                    : new ConfigRecord.Ignored(key);
        }
        if (key.startsWith(RESTART)) {
            return new ConfigRecord.RestartRequested(
                    key.substring(RESTART.length()),
                    value.get().path("include-tasks").asBoolean(),
                    value.get().path("only-failed").asBoolean());
        }
        return new ConfigRecord.Ignored(key);
    }

    private static Map<String, String> properties(JsonNode value) {
        JsonNode properties = value.path("properties");
        if (!properties.isObject()) {
            throw new IllegalArgumentException("no properties");
        }
        Map<String, String> config = new LinkedHashMap<>();
        properties.properties().forEach(field -> config.put(field.getKey(), Json.text(properties, field.getKey())));
        return config;
    }

    private static TargetState target(JsonNode value) {
        // Workers before 3.5 know no STOPPED; they read the first field, we read the second where it is.
        String state = value.hasNonNull("state.v2") ? Json.text(value, "state.v2") : Json.text(value, "state");
        if (state == null) {
            throw new IllegalArgumentException("no state");
        }
        return TargetState.valueOf(state);
    }

    public static byte[] connectorKey(String name) {
        return bytes(CONNECTOR + name);
    }

    public static byte[] taskKey(TaskId task) {
        return bytes(TASK + task);
    }

    public static byte[] commitKey(String name) {
        return bytes(COMMIT + name);
    }

    public static byte[] targetKey(String name) {
        return bytes(TARGET + name);
    }

    public static byte[] restartKey(String name) {
        return bytes(RESTART + name);
    }

    /** The value of a connector or of a task. */
    public static byte[] properties(Map<String, String> config) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        ObjectNode properties = value.putObject("properties");
        config.forEach(properties::put);
        return Json.write(value);
    }

    public static byte[] commit(int tasks) {
        return Json.write(Json.MAPPER.createObjectNode().put("tasks", tasks));
    }

    public static byte[] target(TargetState state) {
        TargetState forOldWorkers = state == TargetState.STOPPED ? TargetState.PAUSED : state;
        return Json.write(Json.MAPPER
                .createObjectNode()
                .put("state", forOldWorkers.name())
                .put("state.v2", state.name()));
    }

    public static byte[] restart(boolean includeTasks, boolean onlyFailed) {
        return Json.write(Json.MAPPER
                .createObjectNode()
                .put("include-tasks", includeTasks)
                .put("only-failed", onlyFailed));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
