package io.millrace.registry.model;

import java.util.Comparator;

/**
 * What an association is stored under.
 *
 * @param resourceType {@link #TOPIC}
 * @param associationType what the schemas are for: {@code key} or {@code value}
 * @param subject its qualified name
 */
public record AssociationKey(
        String resourceName, String resourceNamespace, String resourceType, String associationType, String subject)
        implements Comparable<AssociationKey> {
    /** The one type of resources that there is. */
    public static final String TOPIC = "topic";

    private static final Comparator<AssociationKey> ORDER = Comparator.comparing(AssociationKey::resourceName)
            .thenComparing(AssociationKey::resourceNamespace)
            .thenComparing(AssociationKey::resourceType)
            .thenComparing(AssociationKey::associationType)
            .thenComparing(AssociationKey::subject);

    @Override
    public int compareTo(AssociationKey other) {
        return ORDER.compare(this, other);
    }
}
