package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.SchemaNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for a property that a schema does not name: the schemas of all patterns that match, or else that of the rest.
 *
 * @param matching schemas of patterns that match
 * @param unknown schemas of patterns of which it is not known
 */
record Coverage(List<SchemaNode> matching, List<SchemaNode> unknown, SchemaNode rest) {

    static Coverage of(ObjectRule object, String name, NamePatterns patterns) {
        List<SchemaNode> matching = new ArrayList<>();
        List<SchemaNode> unknown = new ArrayList<>();
        object.patterns().forEach((pattern, schema) -> {
            switch (patterns.match(pattern, name)) {
                case YES -> matching.add(schema);
                case UNKNOWN -> unknown.add(schema);
                case NO -> {
                    // Says nothing of this name.
                }
            }
        });
        return new Coverage(matching, unknown, object.rest());
    }

    /** Whether all that fits here fits a reader's schema. */
    boolean isReadBy(Walk walk, SchemaNode reader) {
        if (matching.stream().anyMatch(schema -> walk.reads(reader, schema))) {
            return true;
        }
        return matching.isEmpty()
                && walk.reads(reader, rest)
                && unknown.stream().allMatch(schema -> walk.reads(reader, schema));
    }

    /** Whether all that fits a writer's schema fits here. */
    boolean reads(Walk walk, SchemaNode writer) {
        return matching.stream().allMatch(schema -> walk.reads(schema, writer))
                && unknown.stream().allMatch(schema -> walk.reads(schema, writer))
                && (!matching.isEmpty() || walk.reads(rest, writer));
    }
}
