package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;

/** What a client sends to be registered; version and id are 0 when it leaves them to the registry. */
public record SchemaCandidate(SchemaContent content, int version, int id) {
    /** Only a content. */
    public static SchemaCandidate of(SchemaContent content) {
        return new SchemaCandidate(content, 0, 0);
    }
}
