package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.placement.Hold;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.plan.placement.WorkerLoad;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tasks of a worker cost, {@code load-<worker>}, in the assignment topic. */
public final class LoadCodec {

    /** A task takes some 60 bytes; of more tasks those are told of that are held or cost the most. */
    static final int TASKS_MAX = 2_000;

    private static final String PREFIX = "load-";

    private LoadCodec() {}

    public static byte[] key(String worker) {
        return (PREFIX + worker).getBytes(StandardCharsets.UTF_8);
    }

    /** Whose load this is; empty for other records of the topic. */
    public static Optional<String> worker(byte[] key) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return text.startsWith(PREFIX) ? Optional.of(text.substring(PREFIX.length())) : Optional.empty();
    }

    public static byte[] write(WorkerLoad load) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("processors", load.processors());
        ObjectNode tasks = value.putObject("tasks");
        load.tasks().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<TaskId, TaskLoad> task) ->
                                task.getValue().hold().isEmpty())
                        .thenComparing(task -> -task.getValue().load())
                        .thenComparing(Map.Entry::getKey))
                .limit(TASKS_MAX)
                .forEach(task -> {
                    ObjectNode its = tasks.putObject(task.getKey().toString());
                    its.put("load", task.getValue().load());
                    its.put("measured_ms", task.getValue().measuredMs());
                    task.getValue().hold().ifPresent(hold -> its.put("hold", hold.name()));
                });
        return Json.write(value);
    }

    public static WorkerLoad read(byte[] valueBytes) {
        JsonNode value = Json.read(valueBytes);
        SortedMap<TaskId, TaskLoad> tasks = new TreeMap<>();
        value.path("tasks").properties().forEach(task -> {
            JsonNode its = task.getValue();
            tasks.put(
                    TaskId.parse(task.getKey()),
                    new TaskLoad(
                            its.path("load").asLong(), its.path("measured_ms").asLong(), hold(its)));
        });
        return new WorkerLoad(value.path("processors").asInt(), tasks);
    }

    /** A reason that a later version has, and this one does not know, holds the task too. */
    private static Optional<Hold> hold(JsonNode task) {
        return Optional.ofNullable(Json.text(task, "hold")).map(text -> Arrays.stream(Hold.values())
                .filter(hold -> hold.name().equals(text))
                .findFirst()
                .orElse(Hold.STARTING));
    }
}
