package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceHistory.LastError;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.log.StatusRecord.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The records of the status topic. */
public final class StatusRecordCodec {

    static final String CONNECTOR = "status-connector-";
    static final String TASK = "status-task-";
    private static final String TOPIC = "status-topic-";
    private static final String TOPIC_SEPARATOR = ":connector-";

    private StatusRecordCodec() {}

    /** Reads any record; what is unknown or cannot be read is {@link StatusRecord.Ignored}. */
    public static StatusRecord read(byte[] keyBytes, byte[] valueBytes) {
        if (keyBytes == null) {
            return new StatusRecord.Ignored();
        }
        try {
            return parse(
                    new String(keyBytes, StandardCharsets.UTF_8),
                    valueBytes == null ? Optional.empty() : Optional.of(Json.read(valueBytes)));
        } catch (IllegalArgumentException e) {
            return new StatusRecord.Ignored();
        }
    }

    private static StatusRecord parse(String key, Optional<JsonNode> value) {
        if (key.startsWith(CONNECTOR)) {
            return new StatusRecord.OfConnector(
                    key.substring(CONNECTOR.length()), value.map(StatusRecordCodec::status));
        }
        if (key.startsWith(TASK)) {
            return new StatusRecord.OfTask(
                    TaskId.parse(key.substring(TASK.length())), value.map(StatusRecordCodec::status));
        }
        int separator = key.indexOf(TOPIC_SEPARATOR);
        if (key.startsWith(TOPIC) && separator > 0) {
            return new StatusRecord.OfTopic(
                    key.substring(TOPIC.length(), separator),
                    key.substring(separator + TOPIC_SEPARATOR.length()),
                    value.isPresent());
        }
        return new StatusRecord.Ignored();
    }

    private static Status status(JsonNode value) {
        String state = Json.text(value, "state");
        if ("DESTROYED".equals(state) || state == null) {
            throw new IllegalArgumentException("no living state: " + state);
        }
        String worker = Json.text(value, "worker_id");
        return new Status(
                Lifecycle.valueOf(state),
                Optional.ofNullable(Json.text(value, "trace")),
                worker == null ? "" : worker,
                value.path("generation").asInt(),
                Optional.ofNullable(Json.text(value, "version")),
                history(value),
                stuck(value.path("stuck")));
    }

    private static Optional<StuckCall> stuck(JsonNode call) {
        if (!call.isObject()) {
            return Optional.empty();
        }
        List<String> stack = new ArrayList<>();
        call.path("stack").forEach(frame -> stack.add(frame.asText()));
        return Optional.of(new StuckCall(
                call.path("since").asLong(),
                call.path("call").asText(),
                call.path("thread").asText(),
                stack));
    }

    private static InstanceHistory history(JsonNode value) {
        JsonNode since = value.path("since");
        JsonNode error = value.path("last_error");
        return new InstanceHistory(
                since.isIntegralNumber() ? OptionalLong.of(since.asLong()) : OptionalLong.empty(),
                value.path("restarts").asInt(),
                error.isObject()
                        ? Optional.of(new LastError(
                                error.path("at").asLong(),
                                error.path("worker_id").asText(),
                                error.path("trace").asText()))
                        : Optional.empty());
    }

    public static byte[] connectorKey(String name) {
        return (CONNECTOR + name).getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] taskKey(TaskId task) {
        return (TASK + task).getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] topicKey(String topic, String connector) {
        return (TOPIC + topic + TOPIC_SEPARATOR + connector).getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] write(Status status) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("state", status.state().name());
        value.put("trace", status.trace().orElse(null));
        value.put("worker_id", status.workerId());
        value.put("generation", status.generation());
        value.put("version", status.version().orElse(null));
        addHistory(value, status.history());
        status.stuck().ifPresent(call -> addStuck(value.putObject("stuck"), call));
        return Json.write(value);
    }

    /** Beyond Kafka Connect's fields, which stock workers pass over. */
    private static void addHistory(ObjectNode value, InstanceHistory history) {
        history.sinceMs().ifPresent(since -> value.put("since", since));
        if (history.restarts() > 0) {
            value.put("restarts", history.restarts());
        }
        history.lastError().ifPresent(error -> value.putObject("last_error")
                .put("at", error.atMs())
                .put("worker_id", error.workerId())
                .put("trace", error.trace()));
    }

    private static void addStuck(ObjectNode value, StuckCall call) {
        value.put("since", call.sinceMs());
        value.put("call", call.call());
        value.put("thread", call.thread());
        call.stack().forEach(value.putArray("stack")::add);
    }

    /** {@code discoveredMs} is when the task first touched the topic. */
    public static byte[] topic(String topic, TaskId task, long discoveredMs) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.putObject("topic")
                .put("name", topic)
                .put("connector", task.connector())
                .put("task", task.task())
                .put("discoverTimestamp", discoveredMs);
        return Json.write(value);
    }
}
