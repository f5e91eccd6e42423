package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.AccessMatrix.Hidden;
import io.millrace.broker.server.node.AccessMatrix.Open;
import io.millrace.broker.server.node.AccessMatrix.Refused;
import io.millrace.broker.server.node.AccessMatrix.Right;
import io.millrace.broker.server.node.AccessMatrix.Row;
import java.net.InetSocketAddress;
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
import org.apache.kafka.common.Uuid;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every api that is advertised, asked by a stranger, by a client that has all rights but one, by one that has exactly
 * the rights that are needed, and by one whose rights are denied. Clients are told apart by their addresses, and by the
 * names that they have proved.
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
                        "listeners", "PLAIN://127.0.0.1:0,SASL://127.0.0.1:0",
                        "listener.security.protocol.map", "PLAIN:PLAINTEXT,SASL:SASL_PLAINTEXT",
                        "sasl.enabled.mechanisms", "SCRAM-SHA-512",
                        "scram.initial.credentials", "SCRAM-SHA-512=[name=alice,password=secret,iterations=4096]",
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found", "true")));
        admin = TestBroker.admin(broker.bootstrapServers("PLAIN"));
        admin.createAcls(List.of(
                        acl(
                                "User:ANONYMOUS",
                                ADMINISTRATOR,
                                AclOperation.ALL,
                                ResourceType.CLUSTER,
                                Resource.CLUSTER_NAME),
                        acl("User:ANONYMOUS", ADMINISTRATOR, AclOperation.ALL, ResourceType.TOPIC, "*"),
                        acl("User:ANONYMOUS", ADMINISTRATOR, AclOperation.ALL, ResourceType.GROUP, "*"),
                        acl("User:ANONYMOUS", ADMINISTRATOR, AclOperation.ALL, ResourceType.TRANSACTIONAL_ID, "*")))
                .all()
                .get();
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    /** A client that is nobody but comes from an address of its own, and one that has proved its name. */
    private enum Client {
        BY_ADDRESS("PLAIN", "User:ANONYMOUS", CLIENT),
        BY_NAME("SASL", "User:alice", "*");

        private final String listener;
        private final String principal;
        private final String host;

        Client(String listener, String principal, String host) {
            this.listener = listener;
            this.principal = principal;
            this.host = host;
        }

        /** Who has proved a name may prove it again; what is asked before that is no matter of rights. */
        boolean asks(ApiKeys key) {
            return this == BY_ADDRESS || (key != ApiKeys.SASL_HANDSHAKE && key != ApiKeys.SASL_AUTHENTICATE);
        }

        RawClient connect() throws Exception {
            String[] address = broker.bootstrapServers(listener).split(":");
            var raw = new RawClient(new InetSocketAddress(address[0], Integer.parseInt(address[1])), CLIENT);
            if (this == BY_NAME) {
                new ScramLogin("alice", "secret").on(raw);
            }
            return raw;
        }

        ApiMessage call(Row row, int version, Uuid topicId) throws Exception {
            try (RawClient raw = connect()) {
                return raw.call(row.key(), version, row.request().apply(topicId), ApiMessage.class);
            }
        }

        List<AclBinding> allow(List<Right> rights) {
            List<AclBinding> bindings = new ArrayList<>();
            rights.forEach(right -> bindings.add(acl(principal, host, right.operation(), right.type(), right.name())));
            return bindings;
        }

        AclBinding deny(Right right) {
            return new AclBinding(
                    new ResourcePattern(right.type(), right.name(), PatternType.LITERAL),
                    new AccessControlEntry(principal, host, right.operation(), AclPermissionType.DENY));
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void everyApiAsksForExactlyItsRights(Client client) throws Exception {
        // Given
        List<Row> rows = new AccessMatrix().rows();
        Map<ApiKeys, Short> served = served();
        assertThat(rows.stream().map(Row::key).collect(Collectors.toSet()))
                .as("an api that is advertised has no row in the matrix")
                .containsAll(served.keySet());

        for (Row row : rows) {
            if (served.containsKey(row.key()) && client.asks(row.key())) {
                int version = row.version() == AccessMatrix.LATEST ? served.get(row.key()) : row.version();

                // When, Then
                check(client, row, version);
            }
        }
    }

    /** A stranger learns nothing from the answer about a topic that it may not know. */
    @Test
    void aTopicThatIsThereLooksToAStrangerLikeOneThatIsNot() throws Exception {
        Map<ApiKeys, Short> served = served();
        for (Row row : new AccessMatrix().rows()) {
            if (!served.containsKey(row.key()) || row.byId() || !namesTheTopicAlone(row)) {
                continue;
            }
            int version = row.version() == AccessMatrix.LATEST ? served.get(row.key()) : row.version();

            // When
            ApiMessage present = Client.BY_NAME.call(row, version, restoreResources());
            admin.deleteTopics(List.of(AccessMatrix.TOPIC)).all().get();
            ApiMessage absent = Client.BY_NAME.call(row, version, Uuid.ZERO_UUID);

            // Then
            assertThat(present.toString()).as(row.toString()).isEqualTo(absent.toString());
        }
    }

    private static boolean namesTheTopicAlone(Row row) {
        return row.lacking() instanceof Refused
                && row.needed().size() == 1
                && row.needed().get(0).type() == ResourceType.TOPIC
                && row.needed().get(0).name().equals(AccessMatrix.TOPIC);
    }

    private static void check(Client client, Row row, int version) throws Exception {
        Uuid topicId = restoreResources();
        if (row.lacking() instanceof Open) {
            assertThat(refusals(client.call(row, version, topicId)))
                    .as("%s is open", row)
                    .isEmpty();
            return;
        }
        ApiMessage toAStranger = client.call(row, version, topicId);
        assertLacks(row, toAStranger, row.needed().get(0), "a stranger");
        if (row.byId()) {
            assertThat(toAStranger.toString())
                    .as("%s: the name stays a secret", row)
                    .doesNotContain(AccessMatrix.TOPIC);
        }
        for (Right missing : row.needed()) {
            if (row.needed().size() > 1) {
                List<AclBinding> others = client.allow(row.needed().stream()
                        .filter(right -> !right.equals(missing))
                        .toList());
                admin.createAcls(others).all().get();
                assertLacks(row, client.call(row, version, topicId), missing, "without " + missing);
                revoke(others);
            }
        }
        List<AclBinding> rights = client.allow(row.needed());
        Right last = row.needed().get(row.needed().size() - 1);
        List<AclBinding> denial = List.of(client.deny(last));
        admin.createAcls(rights).all().get();
        admin.createAcls(denial).all().get();
        assertLacks(row, client.call(row, version, topicId), last, "a denial wins");
        revoke(denial);
        ApiMessage response = client.call(row, version, topicId);
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

    private static Map<ApiKeys, Short> served() throws Exception {
        try (RawClient client = Client.BY_ADDRESS.connect()) {
            var versions =
                    client.call(ApiKeys.API_VERSIONS, 4, MatrixRequests.apiVersions(), ApiVersionsResponseData.class);
            Map<ApiKeys, Short> served = new HashMap<>();
            versions.apiKeys().forEach(range -> served.put(ApiKeys.forId(range.apiKey()), range.maxVersion()));
            return served;
        }
    }

    /** The rows delete and make what they ask about, so that each begins anew; returns the topic's id. */
    private static Uuid restoreResources() throws Exception {
        Set<String> topics = admin.listTopics().names().get();
        if (topics.contains(AccessMatrix.MADE)) {
            admin.deleteTopics(List.of(AccessMatrix.MADE)).all().get();
        }
        if (!topics.contains(AccessMatrix.TOPIC)) {
            TestBroker.create(broker.bootstrapServers("PLAIN"), AccessMatrix.TOPIC, 1);
        }
        admin.alterConsumerGroupOffsets(
                        AccessMatrix.GROUP, Map.of(new TopicPartition(AccessMatrix.TOPIC, 0), new OffsetAndMetadata(1)))
                .all()
                .get();
        return admin.describeTopics(List.of(AccessMatrix.TOPIC))
                .allTopicNames()
                .get()
                .get(AccessMatrix.TOPIC)
                .topicId();
    }

    private static void revoke(List<AclBinding> bindings) throws Exception {
        var filters = bindings.stream().map(AclBinding::toFilter).toList();
        assertThat(admin.deleteAcls(filters).all().get()).hasSize(bindings.size());
    }

    private static AclBinding acl(
            String principal, String host, AclOperation operation, ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry(principal, host, operation, AclPermissionType.ALLOW));
    }
}
