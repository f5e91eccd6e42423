package io.millrace.broker.metadata.acl;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.SecurityUtils;

/** The ACLs of one resource pattern, by principal and host. Filled while a table is built, then only read. */
final class PatternAcls {
    static final String ANY_HOST = "*";

    private static final KafkaPrincipal ANYBODY = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, "*");

    private final Map<KafkaPrincipal, Map<String, Bits>> byPrincipal = new HashMap<>();

    /** Operations as bits, allowed and denied. */
    static final class Bits {
        private int allowed;
        private int denied;

        Rights toRights(boolean aclsFound) {
            return aclsFound ? new Rights(allowed, denied, true) : Rights.NONE;
        }
    }

    void add(AccessControlEntry entry) {
        Bits bits = byPrincipal
                .computeIfAbsent(SecurityUtils.parseKafkaPrincipal(entry.principal()), name -> new HashMap<>())
                .computeIfAbsent(entry.host(), host -> new Bits());
        if (entry.permissionType() == AclPermissionType.DENY) {
            bits.denied |= Rights.bit(entry.operation());
        } else {
            bits.allowed |= Rights.bit(entry.operation());
        }
    }

    void collect(KafkaPrincipal principal, String host, Bits into) {
        collect(byPrincipal.get(principal), host, into);
        collect(byPrincipal.get(ANYBODY), host, into);
    }

    private static void collect(Map<String, Bits> byHost, String host, Bits into) {
        if (byHost != null) {
            merge(byHost.get(ANY_HOST), into);
            merge(byHost.get(host), into);
        }
    }

    private static void merge(Bits bits, Bits into) {
        if (bits != null) {
            into.allowed |= bits.allowed;
            into.denied |= bits.denied;
        }
    }
}
