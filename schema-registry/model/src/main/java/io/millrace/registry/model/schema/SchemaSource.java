package io.millrace.registry.model.schema;

import java.util.List;

/** A text with the schemas that it uses, each after those that it needs itself. */
public record SchemaSource(String text, List<Dependency> dependencies) {
    /**
     * A schema that another one uses.
     *
     * @param name how it is called there: a full name in Avro, a URI in JSON Schema, an import's path in Protobuf
     */
    public record Dependency(String name, String text) {}

    public SchemaSource {
        dependencies = List.copyOf(dependencies);
    }
}
