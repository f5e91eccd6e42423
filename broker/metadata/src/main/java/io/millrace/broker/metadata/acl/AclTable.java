package io.millrace.broker.metadata.acl;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/** All ACLs of the cluster, each once, and the index by which they are asked. Nothing in it ever changes. */
public final class AclTable {
    private static final Comparator<AclBinding> ORDER = Comparator.comparing(
                    (AclBinding binding) -> binding.pattern().resourceType())
            .thenComparing(binding -> binding.pattern().patternType())
            .thenComparing(binding -> binding.pattern().name())
            .thenComparing(binding -> binding.entry().principal())
            .thenComparing(binding -> binding.entry().host())
            .thenComparing(binding -> binding.entry().operation())
            .thenComparing(binding -> binding.entry().permissionType());

    public static final AclTable EMPTY = new AclTable(new TreeSet<>(ORDER));

    private final NavigableSet<AclBinding> bindings;
    private final Map<ResourceType, ResourceAcls> byType = new EnumMap<>(ResourceType.class);
    private final boolean namesHosts;

    private AclTable(NavigableSet<AclBinding> bindings) {
        this.bindings = Collections.unmodifiableNavigableSet(bindings);
        for (AclBinding binding : bindings) {
            byType.computeIfAbsent(binding.pattern().resourceType(), type -> new ResourceAcls())
                    .add(binding);
        }
        namesHosts =
                bindings.stream().anyMatch(binding -> !binding.entry().host().equals(PatternAcls.ANY_HOST));
    }

    /** A table of these, in the order that two tables with the same ACLs share. */
    public static AclTable of(Iterable<AclBinding> bindings) {
        NavigableSet<AclBinding> sorted = new TreeSet<>(ORDER);
        bindings.forEach(sorted::add);
        return sorted.isEmpty() ? EMPTY : new AclTable(sorted);
    }

    /** In order of resource, then of principal. */
    public NavigableSet<AclBinding> bindings() {
        return bindings;
    }

    /** Whether any ACL is about one host; if not, the host need not be known. */
    public boolean namesHosts() {
        return namesHosts;
    }

    /** What the principal may do with the resource. */
    public Rights rights(KafkaPrincipal principal, String host, ResourceType type, String name) {
        ResourceAcls acls = byType.get(type);
        return acls == null ? Rights.NONE : acls.rights(principal, host, name);
    }

    /**
     * Whether there is any resource of the type on which the principal may do it.
     *
     * @param openWithoutAcls whether a resource that no ACL is about is open to everybody
     */
    public boolean allowsOnSome(
            KafkaPrincipal principal, String host, ResourceType type, AclOperation operation, boolean openWithoutAcls) {
        ResourceAcls acls = byType.get(type);
        if (acls == null || (openWithoutAcls && !acls.coversAllNames())) {
            return openWithoutAcls;
        }
        return acls.allowsOnSome(principal, host, operation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AclTable that && bindings.equals(that.bindings);
    }

    @Override
    public int hashCode() {
        return bindings.hashCode();
    }

    @Override
    public String toString() {
        return "AclTable[" + bindings.size() + " ACLs]";
    }
}
