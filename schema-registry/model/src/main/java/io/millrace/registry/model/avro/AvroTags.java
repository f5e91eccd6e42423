package io.millrace.registry.model.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.SchemaTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** The property {@code confluent:tags} of the records and fields that a text defines itself. Used once. */
final class AvroTags {
    private static final String PROPERTY = "confluent:tags";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What tags are put on. */
    private record Part(String path, String entityType) {}

    private final JsonNode text;
    private final Map<Part, ObjectNode> parts = new LinkedHashMap<>();

    AvroTags(ParsedAvro parsed) {
        try {
            text = JSON.readTree(parsed.canonicalText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a text that is not JSON", e);
        }
        collect(text, parsed.schema());
    }

    /** Walks the text and what it means side by side; a mere name is defined elsewhere. */
    private void collect(JsonNode written, Schema schema) {
        if (written.isArray()) {
            for (int i = 0; i < written.size(); i++) {
                collect(written.get(i), schema.getTypes().get(i));
            }
        }
        if (!(written instanceof ObjectNode node)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> collectRecord(node, schema);
            case ARRAY -> collect(node.path("items"), schema.getElementType());
            case MAP -> collect(node.path("values"), schema.getValueType());
            case ENUM, FIXED, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Tags are put on records and fields only.
            }
        }
    }

    private void collectRecord(ObjectNode written, Schema record) {
        parts.put(new Part(record.getFullName(), SchemaTags.RECORD), written);
        for (Schema.Field field : record.getFields()) {
            ObjectNode node = (ObjectNode) written.path("fields").get(field.pos());
            parts.put(new Part(record.getFullName() + "." + field.name(), SchemaTags.FIELD), node);
            collect(node.path("type"), field.schema());
        }
    }

    List<SchemaTags> all() {
        List<SchemaTags> all = new ArrayList<>();
        parts.forEach((part, node) -> {
            if (!tags(node).isEmpty()) {
                all.add(new SchemaTags(part.path(), part.entityType(), List.copyOf(tags(node))));
            }
        });
        return all;
    }

    Decision<String> changed(SchemaTags.Change change) {
        for (List<SchemaTags> each : List.of(change.added(), change.removed())) {
            for (SchemaTags wanted : each) {
                if (!parts.containsKey(part(wanted))) {
                    return Decision.refuse(
                            RegistryErrorCode.INVALID_SCHEMA,
                            "The schema defines no " + wanted.entityType() + " '" + wanted.path()
                                    + "' that tags could be put on");
                }
            }
        }
        change.added().forEach(this::add);
        change.removed().forEach(wanted -> {
            Set<String> tags = tags(parts.get(part(wanted)));
            wanted.tags().forEach(tags::remove);
            put(parts.get(part(wanted)), tags);
        });
        return Decision.accept(text.toString());
    }

    String withAddedWhereDefined(List<SchemaTags> added) {
        added.stream().filter(each -> parts.containsKey(part(each))).forEach(this::add);
        return text.toString();
    }

    private void add(SchemaTags wanted) {
        Set<String> tags = tags(parts.get(part(wanted)));
        tags.addAll(wanted.tags());
        put(parts.get(part(wanted)), tags);
    }

    private static Part part(SchemaTags wanted) {
        return new Part(wanted.path(), wanted.entityType());
    }

    private static Set<String> tags(ObjectNode node) {
        Set<String> tags = new LinkedHashSet<>();
        node.path(PROPERTY).forEach(each -> tags.add(each.asText()));
        return tags;
    }

    private static void put(ObjectNode node, Set<String> tags) {
        node.remove(PROPERTY);
        if (!tags.isEmpty()) {
            ArrayNode array = node.putArray(PROPERTY);
            tags.forEach(array::add);
        }
    }
}
