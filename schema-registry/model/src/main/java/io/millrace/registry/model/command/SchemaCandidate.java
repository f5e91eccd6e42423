package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.schema.SchemaTags;

/**
 * What a client sends to be registered or looked up; version and id are 0 when it leaves them to the registry.
 *
 * @param normalize whether the client asks for the normal form, which the config may ask for as well
 * @param tags what is to change in the text before it is registered
 */
public record SchemaCandidate(SchemaContent content, int version, int id, boolean normalize, SchemaTags.Change tags) {
    /** A candidate whose text stays as it is. */
    public SchemaCandidate(SchemaContent content, int version, int id, boolean normalize) {
        this(content, version, id, normalize, SchemaTags.Change.none());
    }

    /** Only a content. */
    public static SchemaCandidate of(SchemaContent content) {
        return new SchemaCandidate(content, 0, 0, false);
    }
}
