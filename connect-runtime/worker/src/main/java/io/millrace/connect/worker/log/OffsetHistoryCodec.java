package io.millrace.connect.worker.log;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The history of offsets, a record {@code offsets-<id>-<connector>} for each entry. They are kept in the assignment
 * topic, which is ours alone: a stock worker has no room for them in its own topics.
 */
public final class OffsetHistoryCodec {

    private static final String PREFIX = "offsets-";
    /** As Kafka Connect's converter reads offsets: whole numbers are longs. */
    private static final ObjectMapper PLAIN = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private OffsetHistoryCodec() {}

    /** Which entry a record is. */
    public record Key(String connector, long id) {
        public byte[] bytes() {
            return (PREFIX + id + "-" + connector).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Empty for other records of the topic. */
    public static Optional<Key> readKey(byte[] bytes) {
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        int end = text.startsWith(PREFIX) ? text.indexOf('-', PREFIX.length()) : -1;
        if (end < 0) {
            return Optional.empty();
        }
        String id = text.substring(PREFIX.length(), end);
        return id.matches("[0-9]{1,18}")
                ? Optional.of(new Key(text.substring(end + 1), Long.parseLong(id)))
                : Optional.empty();
    }

    public static byte[] write(OffsetHistoryEntry entry) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("at", entry.atMs());
        value.put("kind", entry.kind().name());
        entry.by().ifPresent(who -> value.put("by", who));
        value.put("worker", entry.workerId());
        entry.offsets().ifPresent(offsets -> {
            ArrayNode list = value.putArray("offsets");
            offsets.forEach(one -> add(list, one.partition(), one.offset()));
        });
        ArrayNode to = value.putArray("to");
        entry.changes().forEach(change -> add(to, change.partition(), change.to()));
        entry.failure().ifPresent(failure -> value.put("failure", failure));
        return Json.write(value);
    }

    private static void add(ArrayNode list, Map<String, ?> partition, Optional<Map<String, ?>> offset) {
        ObjectNode one = list.addObject();
        one.set("partition", PLAIN.valueToTree(partition));
        one.set("offset", PLAIN.valueToTree(offset.orElse(null)));
    }

    public static OffsetHistoryEntry read(long id, byte[] bytes) {
        JsonNode value = Json.read(bytes);
        Optional<List<ConnectorOffset>> offsets =
                value.has("offsets") ? Optional.of(offsets(value.path("offsets"))) : Optional.empty();
        Map<Map<String, ?>, Optional<Map<String, ?>>> before = new HashMap<>();
        offsets.orElse(List.of()).forEach(one -> before.put(one.partition(), one.offset()));
        List<OffsetDifference> changes = offsets(value.path("to")).stream()
                .map(to -> new OffsetDifference(
                        to.partition(), before.getOrDefault(to.partition(), Optional.empty()), to.offset()))
                .toList();
        return new OffsetHistoryEntry(
                id,
                value.path("at").asLong(),
                Kind.valueOf(value.path("kind").asText()),
                Optional.ofNullable(Json.text(value, "by")),
                value.path("worker").asText(),
                offsets,
                changes,
                Optional.ofNullable(Json.text(value, "failure")));
    }

    private static List<ConnectorOffset> offsets(JsonNode list) {
        List<ConnectorOffset> offsets = new ArrayList<>();
        for (JsonNode one : list) {
            JsonNode offset = one.path("offset");
            offsets.add(new ConnectorOffset(
                    map(one.path("partition")), offset.isObject() ? Optional.of(map(offset)) : Optional.empty()));
        }
        return offsets;
    }

    private static Map<String, Object> map(JsonNode object) {
        return PLAIN.convertValue(object, MAP);
    }
}
