package io.millrace.registry.model.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A schema as JSON, in the records and in the bodies of requests alike. */
public final class SchemaJson {
    private SchemaJson() {}

    static ObjectNode writeVersion(SchemaVersion version) {
        ObjectNode node = RecordCodec.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        writeContentTo(node, version.content());
        node.put("schema", version.content().text());
        return node.put("deleted", version.deleted());
    }

    static SchemaVersion readVersion(VersionKey key, JsonNode value) {
        return new SchemaVersion(
                key.subject(),
                key.version(),
                RecordCodec.required(value, "id").asInt(),
                readContent(value, RecordCodec.required(value, "schema").asText()),
                value.path("deleted").asBoolean(false));
    }

    /** Adds everything but the text; what is absent stays absent. */
    public static void writeContentTo(ObjectNode node, SchemaContent content) {
        if (!content.schemaType().equals(SchemaContent.AVRO)) {
            node.put("schemaType", content.schemaType());
        }
        if (!content.references().isEmpty()) {
            ArrayNode array = node.putArray("references");
            content.references().forEach(reference -> array.addObject()
                    .put("name", reference.name())
                    .put("subject", reference.subject())
                    .put("version", reference.version()));
        }
        content.metadata().ifPresent(json -> node.set("metadata", RecordCodec.tree(json)));
        content.ruleSet().ifPresent(json -> node.set("ruleSet", RecordCodec.tree(json)));
    }

    /** Reads everything that belongs to the given text. */
    public static SchemaContent readContent(JsonNode node, String text) {
        String type = RecordCodec.text(node, "schemaType");
        return new SchemaContent(
                type.isEmpty() ? SchemaContent.AVRO : type,
                text,
                references(node.path("references")),
                json(node.path("metadata")),
                json(node.path("ruleSet")));
    }

    private static List<SchemaReference> references(JsonNode array) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode each : array) {
            references.add(new SchemaReference(
                    RecordCodec.text(each, "name"),
                    RecordCodec.text(each, "subject"),
                    each.path("version").asInt(-1)));
        }
        return references;
    }

    private static Optional<String> json(JsonNode node) {
        return node.isObject() && !node.isEmpty() ? Optional.of(node.toString()) : Optional.empty();
    }
}
