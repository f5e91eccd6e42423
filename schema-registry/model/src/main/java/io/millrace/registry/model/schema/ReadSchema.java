package io.millrace.registry.model.schema;

import io.millrace.registry.model.Decision;
import java.util.List;

/** A schema that was read, and the kind that knows what to do with it. */
public record ReadSchema<S extends ParsedSchema>(SchemaKind<S> kind, S parsed) {
    /** Its text in the given format, as {@link SchemaKind#formatted} says. */
    public String formatted(String format) {
        return kind.formatted(parsed, format);
    }

    /** The tags inside it. */
    public List<SchemaTags> tags() {
        return kind.tags(parsed);
    }

    /** Its text with other tags inside. */
    public Decision<String> withTags(SchemaTags.Change change) {
        return kind.withTags(parsed, change);
    }
}
