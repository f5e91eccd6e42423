package io.millrace.registry.model.schema;

/** A schema that was read, and the kind that knows what to do with it. */
public record ReadSchema<S extends ParsedSchema>(SchemaKind<S> kind, S parsed) {
    /** Its text in the given format, as {@link SchemaKind#formatted} says. */
    public String formatted(String format) {
        return kind.formatted(parsed, format);
    }
}
