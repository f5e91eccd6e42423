package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;

/**
 * What a client sends to be registered or looked up; version and id are 0 when it leaves them to the registry.
 *
 * @param normalize whether the client asks for the normal form, which the config may ask for as well
 */
public record SchemaCandidate(SchemaContent content, int version, int id, boolean normalize) {
    /** Only a content. */
    public static SchemaCandidate of(SchemaContent content) {
        return new SchemaCandidate(content, 0, 0, false);
    }
}
