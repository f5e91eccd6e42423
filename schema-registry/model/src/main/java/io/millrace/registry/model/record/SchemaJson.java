package io.millrace.registry.model.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.contract.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A schema as JSON, in the records and in the bodies of requests alike. */
public final class SchemaJson {
    private static final List<String> FIELDS =
            List.of("subject", "version", "id", "schemaType", "references", "metadata", "ruleSet", "schema", "deleted");

    private SchemaJson() {}

    static ObjectNode writeVersion(SchemaVersion version) {
        ObjectNode node = RecordCodec.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        writeContentTo(node, version.content());
        node.put("schema", version.content().text());
        node.put("deleted", version.deleted());
        if (!version.unknownFields().isEmpty()) {
            node.setAll((ObjectNode) RecordCodec.tree(version.unknownFields()));
        }
        return node;
    }

    static SchemaVersion readVersion(VersionKey key, JsonNode value) {
        int id = RecordCodec.required(value, "id").asInt();
        SchemaContent content =
                readContent(value, RecordCodec.required(value, "schema").asText());
        return new SchemaVersion(
                key.subject(),
                key.version(),
                id,
                content.withContract(content.metadata(), content.ruleSet()),
                value.path("deleted").asBoolean(false),
                unknownFields(value));
    }

    private static String unknownFields(JsonNode value) {
        ObjectNode unknown = RecordCodec.object();
        value.properties().forEach(each -> unknown.set(each.getKey(), each.getValue()));
        unknown.remove(FIELDS);
        return unknown.isEmpty() ? "" : unknown.toString();
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

    /** Reads everything that belongs to the given text; metadata and rules that say nothing are kept as such. */
    public static SchemaContent readContent(JsonNode node, String text) {
        String type = RecordCodec.text(node, "schemaType");
        return new SchemaContent(
                type.isEmpty() ? SchemaContent.AVRO : type,
                text,
                references(node.path("references")),
                Optional.of(node.path("metadata")).filter(JsonNode::isObject).map(Metadata::canonical),
                Optional.of(node.path("ruleSet")).filter(JsonNode::isObject).map(RuleSet::canonical));
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
}
