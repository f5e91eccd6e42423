package io.millrace.registry.model;

/**
 * A registered schema: under which subject and version, with which id, and whether it is softly deleted.
 *
 * @param unknownFields what a peer wrote beside that, as a JSON object, so that it outlives a soft delete; empty if nothing
 */
public record SchemaVersion(
        String subject, int version, int id, SchemaContent content, boolean deleted, String unknownFields) {
    /** A version as this registry writes it. */
    public SchemaVersion(String subject, int version, int id, SchemaContent content, boolean deleted) {
        this(subject, version, id, content, deleted, "");
    }

    /** Where it is registered. */
    public VersionKey key() {
        return new VersionKey(subject, version);
    }

    /** The same version, its subject's name in this object, which must be equal. */
    public SchemaVersion in(String sameSubject) {
        return new SchemaVersion(sameSubject, version, id, content, deleted, unknownFields);
    }

    /** The same version after a soft delete. */
    public SchemaVersion softlyDeleted() {
        return new SchemaVersion(subject, version, id, content, true, unknownFields);
    }
}
