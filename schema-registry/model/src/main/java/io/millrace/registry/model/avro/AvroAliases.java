package io.millrace.registry.model.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** How the fields of a reader's record find theirs in a writer's: by their names and aliases, as Avro's specification has it. */
final class AvroAliases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AvroAliases() {}

    /** The fields of a writer's record that one of the reader's is called like; none or one, where aliases are sound. */
    static List<Schema.Field> written(Schema writer, Schema.Field field) {
        Schema.Field sameName = writer.getField(field.name());
        if (field.aliases().isEmpty()) {
            return sameName == null ? List.of() : List.of(sameName);
        }
        List<Schema.Field> found = new ArrayList<>();
        if (sameName != null) {
            found.add(sameName);
        }
        for (String alias : field.aliases()) {
            Schema.Field called = writer.getField(alias);
            if (called != null && !found.contains(called)) {
                found.add(called);
            }
        }
        return found;
    }

    /**
     * The schema without aliases that are the names of their own fields. They say nothing, and no reader minds them; Avro's
     * checker counts such a field twice, and then fails.
     */
    static Schema withoutOwnNames(Schema schema) {
        if (!anyOwnName(schema)) {
            return schema;
        }
        try {
            JsonNode text = JSON.readTree(schema.toString());
            dropOwnNames(text);
            return new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(text.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a text that is not JSON", e);
        }
    }

    /** Looks at each record once, without recursion: clients read schemas that no limit has been laid on. */
    private static boolean anyOwnName(Schema schema) {
        Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Schema> left = new ArrayDeque<>(List.of(schema));
        while (!left.isEmpty()) {
            Schema next = left.pop();
            switch (next.getType()) {
                case RECORD -> {
                    if (!seen.add(next)) {
                        continue;
                    }
                    for (Schema.Field field : next.getFields()) {
                        if (field.aliases().contains(field.name())) {
                            return true;
                        }
                        left.push(field.schema());
                    }
                }
                case ARRAY -> left.push(next.getElementType());
                case MAP -> left.push(next.getValueType());
                case UNION -> next.getTypes().forEach(left::push);
                case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                    // Nothing inside that could have an alias.
                }
            }
        }
        return false;
    }

    private static void dropOwnNames(JsonNode node) {
        node.forEach(AvroAliases::dropOwnNames);
        for (JsonNode field : node.path("fields")) {
            if (field instanceof ObjectNode object && object.path("aliases").isArray()) {
                String name = object.path("name").asText();
                ArrayNode kept = JSON.createArrayNode();
                object.path("aliases").forEach(alias -> {
                    if (!alias.asText().equals(name)) {
                        kept.add(alias);
                    }
                });
                object.set("aliases", kept);
            }
        }
    }
}
