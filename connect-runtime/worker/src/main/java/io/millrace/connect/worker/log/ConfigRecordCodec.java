package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.Fencing;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The records of the config topic. */
public final class ConfigRecordCodec {

    static final String CONNECTOR = "connector-";
    static final String TASK = "task-";
    private static final String COMMIT = "commit-";
    private static final String TARGET = "target-state-";
    private static final String RESTART = "restart-connector-";
    private static final String LOGGER = "logger-cluster-";
    private static final String FENCING = "tasks-fencing-";
    private static final String TASK_COUNT = "task-count";
    /** Ours alone; Kafka Connect passes over it. */
    private static final String GENERATION = "generation";

    private ConfigRecordCodec() {}

    /**
     * Reads any record; what is unknown or cannot be read is {@link ConfigRecord.Ignored}.
     *
     * @param position the record's offset in the topic
     */
    public static ConfigRecord read(byte[] keyBytes, byte[] valueBytes, long position) {
        if (keyBytes == null) {
            return new ConfigRecord.Ignored("");
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        try {
            return parse(key, valueBytes == null ? Optional.empty() : Optional.of(Json.read(valueBytes)), position);
        } catch (IllegalArgumentException e) {
            return new ConfigRecord.Ignored(key);
        }
    }

    private static ConfigRecord parse(String key, Optional<JsonNode> value, long position) {
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
            return new ConfigRecord.TasksCommitted(
                    key.substring(COMMIT.length()), count(value.get().path("tasks")), position);
        }
        if (key.startsWith(FENCING)) {
            JsonNode generation = value.get().path(GENERATION);
            return new ConfigRecord.TasksFenced(
                    key.substring(FENCING.length()),
                    count(value.get().path(TASK_COUNT)),
                    generation.isIntegralNumber() ? OptionalLong.of(generation.asLong()) : OptionalLong.empty());
        }
        if (key.startsWith(RESTART)) {
            return new ConfigRecord.RestartRequested(
                    key.substring(RESTART.length()),
                    value.get().path("include-tasks").asBoolean(),
                    value.get().path("only-failed").asBoolean());
        }
        if (key.startsWith(LOGGER) && value.get().path("level").isTextual()) {
            return new ConfigRecord.LoggerLevelSet(
                    key.substring(LOGGER.length()), value.get().path("level").asText());
        }
        return new ConfigRecord.Ignored(key);
    }

    private static int count(JsonNode value) {
        if (!value.isInt() || value.asInt() < 0) {
            throw new IllegalArgumentException("no count");
        }
        return value.asInt();
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

    public static byte[] loggerKey(String logger) {
        return bytes(LOGGER + logger);
    }

    public static byte[] loggerLevel(String level) {
        return Json.write(Json.MAPPER.createObjectNode().put("level", level));
    }

    public static byte[] fencingKey(String name) {
        return bytes(FENCING + name);
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

    public static byte[] fencing(Fencing fencing) {
        return Json.write(Json.MAPPER
                .createObjectNode()
                .put(TASK_COUNT, fencing.taskCount())
                .put(GENERATION, fencing.generation()));
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
