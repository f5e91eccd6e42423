package io.millrace.acls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AclRulesTest {
    private static final long SEED = 0x5173;
    private static final int TABLES = 3_000;
    private static final int QUESTIONS = 100;
    private static final List<ResourceType> TYPES = List.of(ResourceType.TOPIC, ResourceType.GROUP);
    private static final List<String> PATTERNS = List.of("*", "a", "b", "aa", "ab", "abc");
    private static final List<String> NAMES = List.of("a", "b", "c", "aa", "ab", "abc", "abcd", "ba", "*", "");
    private static final List<String> PRINCIPALS = List.of("User:*", "User:ann", "User:bob", "User:root", "Group:ann");
    private static final List<String> HOSTS = List.of("*", "10.0.0.1", "10.0.0.2");
    private static final List<AclOperation> OPERATIONS = List.of(
            AclOperation.ALL,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.CREATE,
            AclOperation.DELETE,
            AclOperation.ALTER,
            AclOperation.DESCRIBE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.ALTER_CONFIGS);

    private final Random random = new Random(SEED);

    /** The rules once more, in the words of Kafka's documentation and without an index. */
    private record Model(List<AclBinding> acls, boolean open) {
        boolean allows(String principal, String host, AclOperation operation, ResourceType type, String name) {
            if (principal.equals("User:root")) {
                return true;
            }
            List<AclBinding> about = acls.stream()
                    .filter(acl -> acl.pattern().resourceType() == type)
                    .filter(acl -> acl.pattern().patternType() == PatternType.PREFIXED
                            ? name.startsWith(acl.pattern().name())
                            : List.of("*", name).contains(acl.pattern().name()))
                    .toList();
            if (about.isEmpty()) {
                return open;
            }
            List<AccessControlEntry> mine = about.stream()
                    .map(AclBinding::entry)
                    .filter(entry -> List.of("User:*", principal).contains(entry.principal()))
                    .filter(entry -> List.of("*", host).contains(entry.host()))
                    .toList();
            List<AclOperation> exact = List.of(operation, AclOperation.ALL);
            List<AclOperation> enough = new ArrayList<>(exact);
            if (operation == AclOperation.DESCRIBE) {
                enough.addAll(List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER));
            }
            if (operation == AclOperation.DESCRIBE_CONFIGS) {
                enough.add(AclOperation.ALTER_CONFIGS);
            }
            return has(mine, AclPermissionType.ALLOW, enough) && !has(mine, AclPermissionType.DENY, exact);
        }

        private static boolean has(
                List<AccessControlEntry> entries, AclPermissionType permission, List<AclOperation> operations) {
            return entries.stream()
                    .anyMatch(each -> each.permissionType() == permission && operations.contains(each.operation()));
        }
    }

    @Test
    void saysWhatKafkasRulesSay() {
        int allowed = 0;
        for (int table = 0; table < TABLES; table++) {
            // Given
            List<AclBinding> acls = acls();
            boolean open = random.nextInt(4) == 0;
            AclRules rules = new AclRules(acls, Set.of("User:root"), open);
            Model model = new Model(acls, open);
            for (int i = 0; i < QUESTIONS; i++) {
                String principal = PRINCIPALS.get(1 + random.nextInt(PRINCIPALS.size() - 1));
                String host = HOSTS.get(1 + random.nextInt(HOSTS.size() - 1));
                AclOperation operation = of(OPERATIONS);
                ResourceType type = of(TYPES);
                String name = of(NAMES);

                // When
                boolean answer = rules.allow(principal, host, operation, type, name);

                // Then
                assertThat(answer)
                        .as(
                                "seed %d: %s %s %s %s '%s' by %s open=%s",
                                SEED, principal, host, operation, type, name, acls, open)
                        .isEqualTo(model.allows(principal, host, operation, type, name));
                allowed += answer ? 1 : 0;
            }
        }
        assertThat(allowed).as("both answers are common").isBetween(TABLES * 20, TABLES * 80);
    }

    private List<AclBinding> acls() {
        List<AclBinding> acls = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            boolean prefix = random.nextBoolean();
            acls.add(new AclBinding(
                    new ResourcePattern(
                            of(TYPES),
                            PATTERNS.get(
                                    prefix ? 1 + random.nextInt(PATTERNS.size() - 1) : random.nextInt(PATTERNS.size())),
                            prefix ? PatternType.PREFIXED : PatternType.LITERAL),
                    new AccessControlEntry(
                            of(PRINCIPALS),
                            of(HOSTS),
                            of(OPERATIONS),
                            random.nextInt(4) == 0 ? AclPermissionType.DENY : AclPermissionType.ALLOW)));
        }
        return acls;
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
