package io.millrace.broker.metadata.acl;

import io.millrace.broker.metadata.acl.PatternAcls.Bits;
import io.millrace.broker.metadata.acl.Rights.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/** The ACLs of one type of resource: by name, by prefix, and for all names. */
final class ResourceAcls {
    private final Map<String, PatternAcls> literal = new HashMap<>();
    private final Map<String, PatternAcls> prefixed = new HashMap<>();

    /** Of the prefixes, so that a name is asked only for as many as there are, not for as many as it is long. */
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();

    void add(AclBinding binding) {
        ResourcePattern pattern = binding.pattern();
        boolean isPrefix = pattern.patternType() == PatternType.PREFIXED;
        (isPrefix ? prefixed : literal)
                .computeIfAbsent(pattern.name(), name -> new PatternAcls())
                .add(binding.entry());
        if (isPrefix) {
            prefixLengths.add(pattern.name().length());
        }
    }

    Rights rights(KafkaPrincipal principal, String host, String name) {
        var bits = new Bits();
        boolean found = collect(literal.get(name), principal, host, bits);
        return rightsByPatterns(principal, host, name, bits, found);
    }

    boolean coversAllNames() {
        return literal.containsKey(ResourcePattern.WILDCARD_RESOURCE);
    }

    /** Whether there is a name, known or not, on which the principal may do it. */
    boolean allowsOnSome(KafkaPrincipal principal, String host, AclOperation operation) {
        var everywhere = new Bits();
        boolean found = collect(literal.get(ResourcePattern.WILDCARD_RESOURCE), principal, host, everywhere);
        Verdict onAll = everywhere.toRights(found).verdict(operation);
        if (onAll == Verdict.DENIED) {
            return false;
        }
        if (onAll == Verdict.ALLOWED) {
            return true;
        }
        for (String name : literal.keySet()) {
            if (rights(principal, host, name).verdict(operation) == Verdict.ALLOWED) {
                return true;
            }
        }
        for (String prefix : prefixed.keySet()) {
            // A denial for the prefix as a name leaves all longer names, so only patterns count.
            Rights rights = rightsByPatterns(principal, host, prefix, new Bits(), false);
            if (rights.verdict(operation) == Verdict.ALLOWED) {
                return true;
            }
        }
        return false;
    }

    private Rights rightsByPatterns(
            KafkaPrincipal principal, String host, String name, Bits bits, boolean alreadyFound) {
        boolean found = alreadyFound;
        found |= collect(literal.get(ResourcePattern.WILDCARD_RESOURCE), principal, host, bits);
        for (int length : prefixLengths) {
            if (length > name.length()) {
                break;
            }
            found |= collect(prefixed.get(name.substring(0, length)), principal, host, bits);
        }
        return bits.toRights(found);
    }

    private static boolean collect(PatternAcls acls, KafkaPrincipal principal, String host, Bits bits) {
        if (acls == null) {
            return false;
        }
        acls.collect(principal, host, bits);
        return true;
    }
}
