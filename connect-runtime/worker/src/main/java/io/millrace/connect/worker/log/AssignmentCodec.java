package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The records of the assignment topic, which is ours alone: {@code assignment} says who is to run what, and
 * {@code running-<worker>} what a worker has and which assignment it has acted on.
 */
public final class AssignmentCodec {

    private static final String ASSIGNMENT = "assignment";
    private static final String RUNNING = "running-";

    private AssignmentCodec() {}

    /** What a worker has. */
    public record Running(String worker, long seenTerm, long seenSequence, Work work) {}

    public static byte[] assignmentKey() {
        return ASSIGNMENT.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] runningKey(String worker) {
        return (RUNNING + worker).getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] write(Assignment assignment) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("term", assignment.term());
        value.put("sequence", assignment.sequence());
        value.put("leader", assignment.leader());
        ArrayNode members = value.putArray("members");
        assignment.members().forEach(members::add);
        ObjectNode work = value.putObject("work");
        assignment.work().forEach((worker, its) -> work.set(worker, write(its)));
        // Workers that do not know these two pass over them, and place anew what waits.
        ObjectNode next = value.putObject("next");
        assignment.next().forEach((worker, its) -> next.set(worker, write(its)));
        ArrayNode moves = value.putArray("moves");
        assignment.moves().forEach(move -> write(move, moves.addObject()));
        return Json.write(value);
    }

    private static void write(Move move, ObjectNode value) {
        value.put("task", move.task().toString());
        value.put("from", move.from());
        value.put("to", move.to());
        value.put("at", move.atMs());
        value.put("load", move.load());
        value.put("from_used", move.fromUsed());
        value.put("to_used", move.toUsed());
    }

    public static byte[] write(Running running) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("term", running.seenTerm());
        value.put("sequence", running.seenSequence());
        value.set("work", write(running.work()));
        return Json.write(value);
    }

    public static Optional<Assignment> readAssignment(byte[] keyBytes, byte[] valueBytes) {
        if (valueBytes == null || !ASSIGNMENT.equals(text(keyBytes))) {
            return Optional.empty();
        }
        JsonNode value = Json.read(valueBytes);
        SortedSet<String> members = new TreeSet<>();
        value.path("members").forEach(member -> members.add(member.asText()));
        List<Move> moves = new ArrayList<>();
        value.path("moves").forEach(move -> moves.add(readMove(move)));
        return Optional.of(new Assignment(
                value.path("term").asLong(),
                value.path("sequence").asLong(),
                value.path("leader").asText(),
                members,
                readWorks(value.path("work")),
                readWorks(value.path("next")),
                moves));
    }

    private static Move readMove(JsonNode value) {
        return new Move(
                TaskId.parse(value.path("task").asText()),
                value.path("from").asText(),
                value.path("to").asText(),
                value.path("at").asLong(),
                value.path("load").asLong(),
                value.path("from_used").asLong(),
                value.path("to_used").asLong());
    }

    private static SortedMap<String, Work> readWorks(JsonNode value) {
        SortedMap<String, Work> works = new TreeMap<>();
        value.properties().forEach(entry -> works.put(entry.getKey(), readWork(entry.getValue())));
        return works;
    }

    /** The worker whose {@code running-} record this is, living or deleted. */
    public static Optional<String> runningWorker(byte[] keyBytes) {
        return Optional.of(text(keyBytes))
                .filter(key -> key.startsWith(RUNNING))
                .map(key -> key.substring(RUNNING.length()));
    }

    public static Optional<Running> readRunning(byte[] keyBytes, byte[] valueBytes) {
        if (valueBytes == null) {
            return Optional.empty();
        }
        return runningWorker(keyBytes).map(worker -> {
            JsonNode value = Json.read(valueBytes);
            return new Running(
                    worker, value.path("term").asLong(), value.path("sequence").asLong(), readWork(value.path("work")));
        });
    }

    private static ObjectNode write(Work work) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        ArrayNode connectors = value.putArray("connectors");
        work.connectors().forEach(connectors::add);
        ArrayNode tasks = value.putArray("tasks");
        work.tasks().forEach(task -> tasks.add(task.toString()));
        return value;
    }

    private static Work readWork(JsonNode value) {
        SortedSet<String> connectors = new TreeSet<>();
        value.path("connectors").forEach(connector -> connectors.add(connector.asText()));
        SortedSet<TaskId> tasks = new TreeSet<>();
        value.path("tasks").forEach(task -> tasks.add(TaskId.parse(task.asText())));
        return new Work(connectors, tasks);
    }

    private static String text(byte[] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
