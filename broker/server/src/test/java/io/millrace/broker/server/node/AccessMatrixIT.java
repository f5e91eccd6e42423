package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.AccessMatrix.Hidden;
import io.millrace.broker.server.node.AccessMatrix.Open;
import io.millrace.broker.server.node.AccessMatrix.Refused;
import io.millrace.broker.server.node.AccessMatrix.Right;
import io.millrace.broker.server.node.AccessMatrix.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every api that is advertised, asked by a stranger, by a client that has all rights but one, by one that has exactly
 * the rights that are needed, and by one whose rights are denied. Clients are told apart by their addresses.
 */
class AccessMatrixIT {

    private static final String ADMINISTRATOR = "127.0.0.1";
    private static final String CLIENT = "127.0.0.2";
    private static final Pattern ERROR_CODE = Pattern.compile("rrorCode=(-?\\d+)");
    private static final Set<Errors> REFUSALS = Set.of(
            Errors.TOPIC_AUTHORIZATION_FAILED,
            Errors.GROUP_AUTHORIZATION_FAILED,
            Errors.CLUSTER_AUTHORIZATION_FAILED,
            Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void startWithAnAdministrator() throws Exception {
        broker = BrokerServer.start(TestBroker.properties(
                directory,
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found", "true")));
        admin = TestBroker.admin(broker.bootstrapServers());
        admin.createAcls(List.of(
                        acl(ADMINISTRATOR, AclOperation.ALL, ResourceType.CLUSTER, Resource.CLUSTER_NAME),
                        acl(ADMINISTRATOR, AclOperation.ALL, ResourceType.TOPIC, "*"),
                        acl(ADMINISTRATOR, AclOperation.ALL, ResourceType.GROUP, "*"),
                        acl(ADMINISTRATOR, AclOperation.ALL, ResourceType.TRANSACTIONAL_ID, "*")))
                .all()
                .get();
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void everyApiAsksForExactlyItsRights() throws Exception {
        // Given
        List<Row> rows = new AccessMatrix().rows();
        Map<ApiKeys, Short> served = served();
        assertThat(rows.stream().map(Row::key).collect(Collectors.toSet()))
                .as("an api that is advertised has no row in the matrix")
                .containsAll(served.keySet());

        for (Row row : rows) {
            if (served.containsKey(row.key())) {
                int version = row.version() == AccessMatrix.LATEST ? served.get(row.key()) : row.version();

                // When, Then
                check(row, version);
            }
        }
    }

    private static void check(Row row, int version) throws Exception {
        restoreResources();
        if (row.lacking() instanceof Open) {
            assertThat(refusals(call(row, version))).as("%s is open", row).isEmpty();
            return;
        }
        assertLacks(row, call(row, version), row.needed().get(0), "a stranger");
        for (Right missing : row.needed()) {
            if (row.needed().size() > 1) {
                List<AclBinding> others = allow(row.needed().stream()
                        .filter(right -> !right.equals(missing))
                        .toList());
                admin.createAcls(others).all().get();
                assertLacks(row, call(row, version), missing, "without " + missing);
                revoke(others);
            }
        }
        List<AclBinding> rights = allow(row.needed());
        List<AclBinding> denial = List.of(deny(row.needed().get(row.needed().size() - 1)));
        admin.createAcls(rights).all().get();
        admin.createAcls(denial).all().get();
        assertLacks(row, call(row, version), row.needed().get(row.needed().size() - 1), "a denial wins");
        revoke(denial);
        ApiMessage response = call(row, version);
        assertThat(refusals(response))
                .as("%s with its rights: %s", row, response)
                .isEmpty();
        if (row.lacking() instanceof Hidden hidden) {
            assertThat(response.toString()).as("%s with its rights", row).contains(hidden.name());
        }
        revoke(rights);
    }

    private static void assertLacks(Row row, ApiMessage response, Right missing, String who) {
        String description = row + ", " + who + ": " + response;
        if (row.lacking() instanceof Hidden hidden) {
            assertThat(response.toString()).as(description).doesNotContain(hidden.name());
        } else {
            Errors expected = ((Refused) row.lacking()).error();
            assertThat(refusals(response))
                    .as(description)
                    .containsExactly(expected == null ? refusal(missing.type()) : expected);
        }
    }

    private static Errors refusal(ResourceType type) {
        return switch (type) {
            case TOPIC -> Errors.TOPIC_AUTHORIZATION_FAILED;
            case GROUP -> Errors.GROUP_AUTHORIZATION_FAILED;
            case TRANSACTIONAL_ID -> Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
            default -> Errors.CLUSTER_AUTHORIZATION_FAILED;
        };
    }

    /** All errors of access, wherever in the response. */
    private static Set<Errors> refusals(ApiMessage response) {
        Set<Errors> errors = new TreeSet<>();
        Matcher matcher = ERROR_CODE.matcher(response.toString());
        while (matcher.find()) {
            errors.add(Errors.forCode(Short.parseShort(matcher.group(1))));
        }
        errors.retainAll(REFUSALS);
        return errors;
    }

    private static ApiMessage call(Row row, int version) throws Exception {
        try (RawClient client = new RawClient(broker.address(), CLIENT)) {
            return client.call(row.key(), version, row.request(), ApiMessage.class);
        }
    }

    private static Map<ApiKeys, Short> served() throws Exception {
        try (RawClient client = new RawClient(broker.address(), CLIENT)) {
            var versions =
                    client.call(ApiKeys.API_VERSIONS, 4, MatrixRequests.apiVersions(), ApiVersionsResponseData.class);
            Map<ApiKeys, Short> served = new HashMap<>();
            versions.apiKeys().forEach(range -> served.put(ApiKeys.forId(range.apiKey()), range.maxVersion()));
            return served;
        }
    }

    /** The rows delete what they ask about, so that each begins anew. */
    private static void restoreResources() throws Exception {
        if (!admin.listTopics().names().get().contains(AccessMatrix.TOPIC)) {
            TestBroker.create(broker.bootstrapServers(), AccessMatrix.TOPIC, 1);
        }
        admin.alterConsumerGroupOffsets(
                        AccessMatrix.GROUP, Map.of(new TopicPartition(AccessMatrix.TOPIC, 0), new OffsetAndMetadata(1)))
                .all()
                .get();
    }

    private static void revoke(List<AclBinding> bindings) throws Exception {
        var filters = bindings.stream().map(AclBinding::toFilter).toList();
        assertThat(admin.deleteAcls(filters).all().get()).hasSize(bindings.size());
    }

    private static List<AclBinding> allow(List<Right> rights) {
        List<AclBinding> bindings = new ArrayList<>();
        rights.forEach(right -> bindings.add(acl(CLIENT, right.operation(), right.type(), right.name())));
        return bindings;
    }

    private static AclBinding deny(Right right) {
        return new AclBinding(
                new ResourcePattern(right.type(), right.name(), PatternType.LITERAL),
                new AccessControlEntry("User:*", CLIENT, right.operation(), AclPermissionType.DENY));
    }

    private static AclBinding acl(String host, AclOperation operation, ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", host, operation, AclPermissionType.ALLOW));
    }
}
