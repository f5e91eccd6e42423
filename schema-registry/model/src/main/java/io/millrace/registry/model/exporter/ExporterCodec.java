package io.millrace.registry.model.exporter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of the records of exporters and of their states: JSON. The topics have the names of Confluent's; the format of
 * their records is not public, so this one is ours, and neither takes over the other's exporters.
 */
public final class ExporterCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TENANT = "default";

    private ExporterCodec() {}

    /** The bytes of a record's key: the order of its fields is the format. */
    public static byte[] key(String name) {
        return bytes(JSON.createObjectNode().put("tenant", TENANT).put("name", name));
    }

    /** The name in a key; any order of its fields is read. */
    public static String name(byte[] key) throws IOException {
        return text(JSON.readTree(key), "name");
    }

    /** The value of an exporter's record. */
    public static byte[] write(Exporter exporter) {
        ObjectNode node = JSON.createObjectNode()
                .put("name", exporter.name())
                .put("id", exporter.id())
                .put("contextType", exporter.contextType().name())
                .put("context", exporter.context());
        exporter.subjects().forEach(node.putArray("subjects")::add);
        node.put("subjectRenameFormat", exporter.subjectRenameFormat());
        exporter.config().forEach(node.putObject("config")::put);
        return bytes(node);
    }

    /** Reads what {@link #write(Exporter)} wrote. */
    public static Exporter readExporter(byte[] value) throws IOException {
        JsonNode node = JSON.readTree(value);
        List<String> subjects = new ArrayList<>();
        node.path("subjects").forEach(each -> subjects.add(each.asText()));
        SortedMap<String, String> config = new TreeMap<>();
        node.path("config")
                .properties()
                .forEach(each -> config.put(each.getKey(), each.getValue().asText()));
        return new Exporter(
                text(node, "name"),
                text(node, "id"),
                ContextType.find(text(node, "contextType"))
                        .orElseThrow(() -> new IOException("its contextType is not known")),
                text(node, "context"),
                subjects,
                text(node, "subjectRenameFormat"),
                config);
    }

    /** The value of the record of a state. */
    public static byte[] write(ExporterStatus status) {
        return bytes(JSON.createObjectNode()
                .put("id", status.exporterId())
                .put("state", status.state().name())
                .put("offset", status.offset())
                .put("ts", status.tsMs())
                .put("trace", status.trace()));
    }

    /** Reads what {@link #write(ExporterStatus)} wrote. */
    public static ExporterStatus readStatus(byte[] value) throws IOException {
        JsonNode node = JSON.readTree(value);
        String state = text(node, "state");
        for (ExporterState each : ExporterState.values()) {
            if (each.name().equals(state)) {
                return new ExporterStatus(
                        text(node, "id"),
                        each,
                        node.path("offset").asLong(-1),
                        node.path("ts").asLong(),
                        node.path("trace").asText(""));
            }
        }
        throw new IOException("its state is not known");
    }

    private static String text(JsonNode node, String field) throws IOException {
        if (!node.path(field).isTextual()) {
            throw new IOException("its field " + field + " is missing or no text");
        }
        return node.path(field).textValue();
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
