package io.millrace.registry.serde;

import java.util.UUID;

/**
 * How a payload names its schema.
 *
 * @param id the number that a registry gave it, if {@code guid} is null
 * @param guid what it is in every registry, or null
 * @param subject a subject in whose context the number was given; empty for the context of the registry's address
 */
public record SchemaId(int id, UUID guid, String subject) {
    /** By its number. */
    public static SchemaId of(int id) {
        return new SchemaId(id, null, "");
    }

    /** By its guid. */
    public static SchemaId of(UUID guid) {
        return new SchemaId(0, guid, "");
    }

    /** The same number in the context of a subject; a guid is the same in all of them. */
    public SchemaId in(String contextsSubject) {
        return guid == null ? new SchemaId(id, null, contextsSubject) : this;
    }

    @Override
    public String toString() {
        return guid == null ? Integer.toString(id) : guid.toString();
    }
}
