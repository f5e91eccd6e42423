package io.millrace.registry.model;

/**
 * That a resource, such as a topic, has its schemas under a subject.
 *
 * @param key what is associated with what
 * @param guid names this association for good
 * @param resourceId names the resource in the system that it is of
 * @param frozen whether clients may no longer change it; the strong ones are
 * @param createdAtMs when it was written first, in milliseconds since 1970; 0 as long as nobody knows
 * @param updatedAtMs when it was written last, the same way
 */
public record Association(
        AssociationKey key,
        String guid,
        String resourceId,
        Lifecycle lifecycle,
        boolean frozen,
        long createdAtMs,
        long updatedAtMs) {
    /** Whether a subject ends with the resource. */
    public enum Lifecycle {
        /** The resource owns the subject, alone. */
        STRONG,
        /** The resource uses the subject, as others may. */
        WEAK
    }

    /** The same association under another lifecycle. */
    public Association with(Lifecycle other, boolean otherFrozen) {
        return new Association(key, guid, resourceId, other, otherFrozen, createdAtMs, updatedAtMs);
    }

    /** The same association with the times that the log tells. */
    public Association at(long created, long updated) {
        return new Association(key, guid, resourceId, lifecycle, frozen, created, updated);
    }
}
