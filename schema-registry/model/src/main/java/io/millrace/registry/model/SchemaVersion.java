package io.millrace.registry.model;

/** A registered schema: under which subject and version, with which id, and whether it is softly deleted. */
public record SchemaVersion(String subject, int version, int id, SchemaContent content, boolean deleted) {
    /** Where it is registered. */
    public VersionKey key() {
        return new VersionKey(subject, version);
    }

    /** The same version after a soft delete. */
    public SchemaVersion softlyDeleted() {
        return new SchemaVersion(subject, version, id, content, true);
    }
}
