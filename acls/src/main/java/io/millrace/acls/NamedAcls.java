package io.millrace.acls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;

/** The ACLs of one type of resource: by name, by prefix, and for all names. Filled once, then only read. */
final class NamedAcls {
    private static final String ANY_HOST = "*";
    private static final String ANYBODY = "User:*";

    /** Whoever may do one of these to a thing may see it too. */
    private static final Set<AclOperation> SHOW =
            Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

    private final Map<String, List<AccessControlEntry>> literal = new HashMap<>();
    private final Map<String, List<AccessControlEntry>> prefixed = new HashMap<>();

    /** So that a name is asked only for as many prefixes as there are lengths, not for as many as it is long. */
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();

    void add(AclBinding acl) {
        boolean isPrefix = acl.pattern().patternType() == PatternType.PREFIXED;
        String name = acl.pattern().name();
        (isPrefix ? prefixed : literal)
                .computeIfAbsent(name, each -> new ArrayList<>())
                .add(acl.entry());
        if (isPrefix) {
            prefixLengths.add(name.length());
        }
    }

    boolean allow(String principal, String host, AclOperation operation, String name, boolean openWithoutAcls) {
        List<List<AccessControlEntry>> about = about(name);
        if (about.isEmpty()) {
            return openWithoutAcls;
        }
        boolean allowed = false;
        for (List<AccessControlEntry> entries : about) {
            for (AccessControlEntry entry : entries) {
                if (!isMeant(entry, principal, host)) {
                    continue;
                }
                if (entry.permissionType() == AclPermissionType.DENY) {
                    if (covers(entry.operation(), operation)) {
                        return false;
                    }
                } else if (covers(entry.operation(), operation) || implies(entry.operation(), operation)) {
                    allowed = true;
                }
            }
        }
        return allowed;
    }

    private List<List<AccessControlEntry>> about(String name) {
        List<List<AccessControlEntry>> found = new ArrayList<>();
        add(found, literal.get(ResourcePattern.WILDCARD_RESOURCE));
        if (!name.equals(ResourcePattern.WILDCARD_RESOURCE)) {
            add(found, literal.get(name));
        }
        for (int length : prefixLengths) {
            if (length > name.length()) {
                break;
            }
            add(found, prefixed.get(name.substring(0, length)));
        }
        return found;
    }

    private static void add(List<List<AccessControlEntry>> found, List<AccessControlEntry> entries) {
        if (entries != null) {
            found.add(entries);
        }
    }

    private static boolean isMeant(AccessControlEntry entry, String principal, String host) {
        return (entry.principal().equals(principal) || entry.principal().equals(ANYBODY))
                && (entry.host().equals(ANY_HOST) || entry.host().equals(host));
    }

    private static boolean covers(AclOperation written, AclOperation asked) {
        return written == asked || written == AclOperation.ALL;
    }

    private static boolean implies(AclOperation allowed, AclOperation asked) {
        return switch (asked) {
            case DESCRIBE -> SHOW.contains(allowed);
            case DESCRIBE_CONFIGS -> allowed == AclOperation.ALTER_CONFIGS;
            default -> false;
        };
    }
}
