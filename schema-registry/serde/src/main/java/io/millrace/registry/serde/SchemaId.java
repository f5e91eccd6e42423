package io.millrace.registry.serde;

import java.util.UUID;

/**
 * How a payload names its schema.
 *
 * @param id the number that a registry gave it, if {@code guid} is null
 * @param guid what it is in every registry, or null
 */
public record SchemaId(int id, UUID guid) {
    /** By its number. */
    public static SchemaId of(int id) {
        return new SchemaId(id, null);
    }

    /** By its guid. */
    public static SchemaId of(UUID guid) {
        return new SchemaId(0, guid);
    }

    @Override
    public String toString() {
        return guid == null ? Integer.toString(id) : guid.toString();
    }
}
