package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.schema.SchemaTags;

/**
 * What a client sends to be registered or looked up; version and id are 0 when it leaves them to the registry.
 *
 * @param normalize whether the client asks for the normal form, which the config may ask for as well
 * @param tags what is to change in the text before it is registered
 * @param propagateTags whether the parts of the schema get the tags that the latest version has on them
 * @param force whether the schema is registered without being compared with earlier ones
 */
public record SchemaCandidate(
        SchemaContent content,
        int version,
        int id,
        boolean normalize,
        SchemaTags.Change tags,
        boolean propagateTags,
        boolean force) {
    /** A candidate with tags of its own, which is compared with what the subject holds. */
    public SchemaCandidate(SchemaContent content, int version, int id, boolean normalize, SchemaTags.Change tags) {
        this(content, version, id, normalize, tags, false, false);
    }

    /** A candidate whose text stays as it is. */
    public SchemaCandidate(SchemaContent content, int version, int id, boolean normalize) {
        this(content, version, id, normalize, SchemaTags.Change.none());
    }

    /** Only a content. */
    public static SchemaCandidate of(SchemaContent content) {
        return new SchemaCandidate(content, 0, 0, false);
    }
}
