package io.millrace.registry.serde;

import io.millrace.registry.model.schema.SchemaSource.Dependency;
import java.util.List;

/**
 * A schema as a registry keeps it.
 *
 * @param references the schemas that the text names, by their subjects and versions
 * @param dependencies the texts of those, and of those that they name, each after what it needs itself
 */
public record StoredSchema(String text, List<Reference> references, List<Dependency> dependencies) {
    /** Another schema that a text uses under a name. */
    public record Reference(String name, String subject, int version) {}

    public StoredSchema {
        references = List.copyOf(references);
        dependencies = List.copyOf(dependencies);
    }

    /** A text that uses no other. */
    public static StoredSchema of(String text) {
        return new StoredSchema(text, List.of(), List.of());
    }
}
