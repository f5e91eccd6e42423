package io.millrace.broker.metadata.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.acl.Rights.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.Test;

class AclTableTest {

    private static final int TABLES = 2_500;
    private static final List<ResourceType> TYPES = List.of(ResourceType.TOPIC, ResourceType.GROUP);
    private static final List<String> PATTERNS = List.of("*", "a", "b", "aa", "ab", "ba", "bb");
    private static final List<String> PRINCIPALS = List.of("User:*", "User:ann", "User:bob", "Group:ann");
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

    /** No pattern reaches all of those with a c, so they stand for every name that nobody thought of. */
    private static final List<String> NAMES = namesUpToThree(List.of("a", "b", "c"));

    /** The rules once more, read from the list of ACLs without an index. */
    private record Model(List<AclBinding> acls) {

        Verdict verdict(String principal, String host, ResourceType type, String name, AclOperation operation) {
            List<AclBinding> about = acls.stream()
                    .filter(acl -> acl.pattern().resourceType() == type && covers(acl.pattern(), name))
                    .toList();
            List<AclBinding> mine = about.stream()
                    .filter(acl ->
                            List.of("User:*", principal).contains(acl.entry().principal()))
                    .filter(acl -> List.of("*", host).contains(acl.entry().host()))
                    .toList();
            if (anyMatch(mine, AclPermissionType.DENY, List.of(operation, AclOperation.ALL))) {
                return Verdict.DENIED;
            }
            if (anyMatch(mine, AclPermissionType.ALLOW, impliedBy(operation))) {
                return Verdict.ALLOWED;
            }
            return about.isEmpty() ? Verdict.NO_ACLS : Verdict.NOT_ALLOWED;
        }

        private static boolean covers(ResourcePattern pattern, String name) {
            return pattern.patternType() == PatternType.PREFIXED
                    ? name.startsWith(pattern.name())
                    : pattern.name().equals("*") || pattern.name().equals(name);
        }

        private static boolean anyMatch(List<AclBinding> acls, AclPermissionType type, List<AclOperation> operations) {
            return acls.stream()
                    .anyMatch(acl -> acl.entry().permissionType() == type
                            && operations.contains(acl.entry().operation()));
        }

        private static List<AclOperation> impliedBy(AclOperation operation) {
            return switch (operation) {
                case ALL -> List.of(AclOperation.ALL);
                case DESCRIBE ->
                    List.of(
                            AclOperation.ALL,
                            AclOperation.DESCRIBE,
                            AclOperation.READ,
                            AclOperation.WRITE,
                            AclOperation.DELETE,
                            AclOperation.ALTER);
                case DESCRIBE_CONFIGS ->
                    List.of(AclOperation.ALL, AclOperation.DESCRIBE_CONFIGS, AclOperation.ALTER_CONFIGS);
                default -> List.of(AclOperation.ALL, operation);
            };
        }
    }

    @Test
    void saysWhatTheRulesSay() {
        // Given
        var random = new Random(0x5171);
        int allowed = 0;
        int denied = 0;
        for (int i = 0; i < TABLES; i++) {
            List<AclBinding> acls = randomAcls(random);
            var model = new Model(acls);
            AclTable table = AclTable.of(acls);
            for (int j = 0; j < 100; j++) {
                KafkaPrincipal principal = principal(random);
                String host = pick(random, HOSTS);
                ResourceType type = pick(random, TYPES);
                String name = pick(random, NAMES);
                AclOperation operation = pick(random, OPERATIONS);

                // When
                Verdict verdict = table.rights(principal, host, type, name).verdict(operation);

                // Then
                assertThat(verdict)
                        .as("%s on %s %s %s of %s by %s", acls, host, operation, type, name, principal)
                        .isEqualTo(model.verdict(principal.toString(), host, type, name, operation));
                allowed += verdict == Verdict.ALLOWED ? 1 : 0;
                denied += verdict == Verdict.DENIED ? 1 : 0;
            }
        }
        assertThat(allowed).isGreaterThan(3_000);
        assertThat(denied).isGreaterThan(3_000);
    }

    @Test
    void knowsWhetherAnyNameIsAllowed() {
        // Given
        var random = new Random(0x5172);
        for (int i = 0; i < TABLES; i++) {
            List<AclBinding> acls = randomAcls(random);
            var model = new Model(acls);
            KafkaPrincipal principal = principal(random);
            String host = pick(random, HOSTS);
            boolean open = random.nextInt(4) == 0;

            // When
            boolean allowed =
                    AclTable.of(acls).allowsOnSome(principal, host, ResourceType.TOPIC, AclOperation.WRITE, open);

            // Then
            boolean expected = NAMES.stream()
                    .map(name ->
                            model.verdict(principal.toString(), host, ResourceType.TOPIC, name, AclOperation.WRITE))
                    .anyMatch(verdict -> verdict == Verdict.ALLOWED || (open && verdict == Verdict.NO_ACLS));
            assertThat(allowed).as("%s for %s from %s", acls, principal, host).isEqualTo(expected);
        }
    }

    @Test
    void holdsEachAclOnceWhateverTheOrder() {
        // Given
        List<AclBinding> acls = randomAcls(new Random(3));
        List<AclBinding> again = new ArrayList<>(acls);
        again.addAll(acls);
        Collections.shuffle(again, new Random(4));

        // When, Then
        assertThat(AclTable.of(again)).isEqualTo(AclTable.of(acls));
        assertThat(AclTable.of(again).bindings())
                .containsExactlyElementsOf(AclTable.of(acls).bindings());
        assertThat(AclTable.of(List.of())).isEqualTo(AclTable.EMPTY);
    }

    private static KafkaPrincipal principal(Random random) {
        return random.nextInt(5) == 0
                ? new KafkaPrincipal("Group", "ann")
                : new KafkaPrincipal("User", pick(random, List.of("ann", "bob", "eve")));
    }

    private static List<AclBinding> randomAcls(Random random) {
        List<AclBinding> acls = new ArrayList<>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            var pattern = new ResourcePattern(
                    pick(random, TYPES),
                    pick(random, PATTERNS),
                    random.nextBoolean() ? PatternType.LITERAL : PatternType.PREFIXED);
            var entry = new AccessControlEntry(
                    pick(random, PRINCIPALS),
                    pick(random, HOSTS),
                    pick(random, OPERATIONS),
                    random.nextInt(3) == 0 ? AclPermissionType.DENY : AclPermissionType.ALLOW);
            acls.add(new AclBinding(pattern, entry));
        }
        return acls;
    }

    private static List<String> namesUpToThree(List<String> letters) {
        List<String> names = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= 3; length++) {
            int end = names.size();
            for (int i = from; i < end; i++) {
                for (String letter : letters) {
                    names.add(names.get(i) + letter);
                }
            }
            from = end;
        }
        names.add("*c");
        return names.subList(1, names.size());
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
