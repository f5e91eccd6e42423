package io.millrace.registry.model.schema;

import io.millrace.registry.model.Decision;
import java.util.List;

/** A schema that was read, and the kind that knows what to do with it. */
public record ReadSchema<S extends ParsedSchema>(SchemaKind<S> kind, S parsed) {
    /** Its text in the given format, as {@link SchemaKind#formatted} says. */
    public String formatted(String format) {
        return kind.formatted(parsed, format);
    }

    /** What it says, however it is spelled. */
    public String meaning() {
        return kind.meaning(parsed);
    }

    /** The tags inside it. */
    public List<SchemaTags> tags() {
        return kind.tags(parsed);
    }

    /** Its text with further tags, of which those for parts that it does not have are passed over. */
    public String withTagsWhereDefined(List<SchemaTags> tags) {
        return kind.withTagsWhereDefined(parsed, tags);
    }

    /** Whether a field of this name stands at its top. */
    public boolean hasTopLevelField(String name) {
        return kind.hasTopLevelField(parsed, name);
    }

    /** Its text with other tags inside. */
    public Decision<String> withTags(SchemaTags.Change change) {
        return kind.withTags(parsed, change);
    }
}
