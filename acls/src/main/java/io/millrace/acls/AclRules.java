package io.millrace.acls;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a cluster's ACLs say, by Kafka's rules: names, prefixes and {@code *}; a denial wins over every permission;
 * permissions imply DESCRIBE and DESCRIBE_CONFIGS, denials imply nothing; super users may do everything. Nothing in it
 * ever changes.
 */
public final class AclRules {
    private final Map<ResourceType, NamedAcls> byType = new EnumMap<>(ResourceType.class);
    private final Set<String> superUsers;
    private final boolean openWithoutAcls;

    /**
     * @param superUsers principals as Kafka writes them, {@code User:ann}
     * @param openWithoutAcls whether a resource that no ACL is about is open to everybody
     */
    public AclRules(Collection<AclBinding> acls, Set<String> superUsers, boolean openWithoutAcls) {
        this.superUsers = Set.copyOf(superUsers);
        this.openWithoutAcls = openWithoutAcls;
        for (AclBinding acl : acls) {
            byType.computeIfAbsent(acl.pattern().resourceType(), type -> new NamedAcls())
                    .add(acl);
        }
    }

    /** Whether a principal may, from a host, given as the text of its address. */
    public boolean allow(String principal, String host, AclOperation operation, ResourceType type, String name) {
        if (superUsers.contains(principal)) {
            return true;
        }
        NamedAcls acls = byType.get(type);
        return acls == null ? openWithoutAcls : acls.allow(principal, host, operation, name, openWithoutAcls);
    }
}
