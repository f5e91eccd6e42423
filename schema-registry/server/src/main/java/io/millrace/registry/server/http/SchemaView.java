package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.record.SchemaJson;
import io.millrace.registry.model.schema.ReadSchema;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Schemas as answers show them: in the format, and with the references, that the query asks for. A stored schema that
 * cannot be read, for a peer may have written it, is shown as it is and without tags; it must not spoil a whole list.
 */
record SchemaView(Registry registry, String format, boolean qualifiedReferences, boolean findTags) {
    static SchemaView of(Registry registry, Exchange exchange) {
        return new SchemaView(
                registry,
                exchange.text("format", ""),
                exchange.text("referenceFormat", "").equalsIgnoreCase("qualified"),
                exchange.flag("findTags"));
    }

    /** A version with all that is known about it. */
    ObjectNode version(SchemaVersion version) {
        ObjectNode node = Answer.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("guid", version.content().guid().toString());
        String context = SubjectName.contextOf(version.subject());
        SchemaJson.writeContentTo(node, shown(context, version.content()));
        node.put("schema", text(context, version.content()));
        putTags(node, context, version.content());
        putTimestamp(node, version);
        if (version.deleted()) {
            node.put("deleted", true);
        }
        return node;
    }

    /** What an id stands for in a context, without the id. */
    ObjectNode content(String context, SchemaContent content) {
        ObjectNode node = Answer.object().put("schema", text(context, content));
        SchemaJson.writeContentTo(node, shown(context, content));
        putTags(node, context, content);
        return node.put("guid", content.guid().toString());
    }

    private void putTags(ObjectNode node, String context, SchemaContent content) {
        if (findTags) {
            node.set("schemaTags", TagBody.write(read(context, content, ReadSchema::tags, List.of())));
        }
    }

    void putTimestamp(ObjectNode node, SchemaVersion version) {
        OptionalLong writtenAtMs = registry.read(state -> state.writtenAtMs(version.key()));
        writtenAtMs.ifPresent(timestampMs -> node.put("ts", timestampMs));
    }

    /** The text alone. */
    String text(String context, SchemaContent content) {
        registry.requireTime(content.text());
        if (format.isEmpty()) {
            return content.text();
        }
        return read(context, content, read -> read.formatted(format), content.text());
    }

    private <T> T read(String context, SchemaContent content, Function<ReadSchema<?>, T> shown, T unreadable) {
        return registry.read((state, reader) -> reader.read(SubjectName.scopeOf(context), content, Strictness.LENIENT)
                .fold(shown, refused -> unreadable));
    }

    private SchemaContent shown(String context, SchemaContent content) {
        if (!qualifiedReferences) {
            return content;
        }
        List<SchemaReference> qualified = content.references().stream()
                .map(each -> new SchemaReference(
                        each.name(),
                        SubjectName.parseIn(context, each.subject()).qualified(),
                        each.version()))
                .toList();
        return content.withReferences(qualified);
    }

    /** Many versions. */
    Answer versions(List<SchemaVersion> versions) {
        ArrayNode array = Answer.array();
        versions.forEach(each -> array.add(version(each)));
        return Answer.ok(array);
    }
}
