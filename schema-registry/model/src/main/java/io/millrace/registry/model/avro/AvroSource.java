package io.millrace.registry.model.avro;

import java.util.List;

/** An Avro text with the texts of the types that it uses, each after those that it needs itself. */
public record AvroSource(String text, List<String> dependencies) {
    public AvroSource {
        dependencies = List.copyOf(dependencies);
    }
}
