package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.plan.restart.Failure;
import io.millrace.connect.plan.restart.FailureHistory;
import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.plan.restart.Instance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The histories of failures, {@code failures-task-<c>-<n>} and {@code failures-connector-<c>}. They are kept in the
 * assignment topic, which is ours alone: a stock worker has no room for them in its own topics.
 */
public final class FailureCodec {

    private static final String PREFIX = "failures-";

    private FailureCodec() {}

    public static byte[] key(Instance instance) {
        return (PREFIX + instance).getBytes(StandardCharsets.UTF_8);
    }

    /** Whose failures these are; empty for other records of the topic. */
    public static Optional<Instance> instance(byte[] key) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return text.startsWith(PREFIX) ? Instance.parse(text.substring(PREFIX.length())) : Optional.empty();
    }

    public static byte[] write(FailureHistory history) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("forgiven", history.forgivenAtMs());
        ArrayNode failures = value.putArray("failures");
        for (Failure failure : history.failures()) {
            ObjectNode one = failures.addObject();
            one.put("at", failure.atMs());
            one.put("kind", failure.kind().name());
            one.put("error", failure.error());
            failure.restartAtMs().ifPresent(at -> one.put("restart_at", at));
            one.put("note", failure.note());
        }
        return Json.write(value);
    }

    public static FailureHistory read(byte[] bytes) {
        JsonNode value = Json.read(bytes);
        List<Failure> failures = new ArrayList<>();
        for (JsonNode one : value.path("failures")) {
            failures.add(new Failure(
                    one.path("at").asLong(),
                    kind(one.path("kind").asText()),
                    one.path("error").asText(),
                    one.has("restart_at")
                            ? OptionalLong.of(one.path("restart_at").asLong())
                            : OptionalLong.empty(),
                    one.path("note").asText()));
        }
        return new FailureHistory(failures, value.path("forgiven").asLong(Long.MIN_VALUE));
    }

    /** A newer worker of the cluster may know kinds that this one does not. */
    private static FailureKind kind(String name) {
        return Arrays.stream(FailureKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(FailureKind.UNKNOWN);
    }
}
