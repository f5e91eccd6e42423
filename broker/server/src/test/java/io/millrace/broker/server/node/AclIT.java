package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.tools.AclCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ACLs by Kafka's own clients and tool. With {@code allow.everyone.if.no.acl.found}, so a resource closes with its first ACL. */
class AclIT {

    private static final String OTHER_HOST = "127.0.0.2";
    private static final Map<String, String> PROPERTIES = Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = BrokerServer.start(TestBroker.properties(directory, PROPERTIES));
        admin = TestBroker.admin(broker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @AfterEach
    void forgetAcls() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    @Test
    void keepsWhatIsCreatedUntilItIsDeleted() throws Exception {
        // Given
        AclBinding literal =
                acl(ResourceType.TOPIC, "orders", PatternType.LITERAL, "User:ann", AclPermissionType.ALLOW);
        AclBinding prefixed = acl(ResourceType.TOPIC, "ord", PatternType.PREFIXED, "User:bob", AclPermissionType.DENY);
        AclBinding group = acl(ResourceType.GROUP, "*", PatternType.LITERAL, "User:*", AclPermissionType.ALLOW);

        // When
        admin.createAcls(List.of(literal, prefixed, group)).all().get();
        restart();

        // Then
        assertThat(described(AclBindingFilter.ANY)).containsExactlyInAnyOrder(literal, prefixed, group);
        assertThat(described(about("orders", PatternType.MATCH))).containsExactlyInAnyOrder(literal, prefixed);
        assertThat(described(about("orders", PatternType.LITERAL))).containsExactly(literal);

        // When
        var deleted = admin.deleteAcls(List.of(about("ord", PatternType.PREFIXED)));

        // Then
        assertThat(deleted.all().get()).containsExactly(prefixed);
        assertThat(described(AclBindingFilter.ANY)).containsExactlyInAnyOrder(literal, group);
    }

    @Test
    void servesKafkasAclTool() {
        // When
        String added = tool("--add", "--allow-principal", "User:ann", "--producer", "--topic", "orders");
        String consumer = tool(
                "--add",
                "--allow-principal",
                "User:ann",
                "--consumer",
                "--topic",
                "ord",
                "--group",
                "readers",
                "--resource-pattern-type",
                "prefixed");
        String listed = tool("--list", "--topic", "orders", "--resource-pattern-type", "match");
        String removed =
                tool("--remove", "--force", "--allow-principal", "User:ann", "--producer", "--topic", "orders");
        String left = tool("--list");

        // Then
        assertThat(added).contains("name=orders", "operation=WRITE", "operation=CREATE");
        assertThat(consumer).contains("patternType=PREFIXED", "operation=READ");
        assertThat(listed).contains("name=orders", "name=ord,", "User:ann");
        assertThat(removed).doesNotContain("Error");
        assertThat(left).contains("name=readers", "name=ord,").doesNotContain("name=orders");
    }

    @Test
    void endsAccessOfALiveConnectionWithItsNextRequest() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "guarded", 1);
        AclBinding guard =
                acl(ResourceType.TOPIC, "guarded", PatternType.LITERAL, "User:none", AclPermissionType.ALLOW);
        AclBinding right = new AclBinding(
                guard.pattern(),
                new AccessControlEntry("User:ANONYMOUS", OTHER_HOST, AclOperation.WRITE, AclPermissionType.ALLOW));
        admin.createAcls(List.of(guard)).all().get();
        try (var client = new RawClient(broker.address(), OTHER_HOST)) {
            for (int round = 0; round < 20; round++) {
                // When
                admin.createAcls(List.of(right)).all().get();
                Errors granted = produce(client);
                admin.deleteAcls(List.of(right.toFilter())).all().get();
                Errors revoked = produce(client);

                // Then
                assertThat(granted).isEqualTo(Errors.NONE);
                assertThat(revoked).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
            }
        }
    }

    @Test
    void tellsNothingAboutATopicThatMayNotBeSeen() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "hidden", 1);
        admin.createAcls(List.of(
                        acl(ResourceType.TOPIC, "hid", PatternType.PREFIXED, "User:none", AclPermissionType.ALLOW)))
                .all()
                .get();
        try (var client = new RawClient(broker.address(), OTHER_HOST)) {
            for (String name : List.of("hidden", "hid-but-not-there")) {
                // When
                var topic = client.call(
                                ApiKeys.METADATA, 12, MatrixRequests.metadata(name, true), MetadataResponseData.class)
                        .topics()
                        .find(name);

                // Then
                assertThat(topic.errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
                assertThat(topic.topicId()).isEqualTo(Uuid.ZERO_UUID);
                assertThat(topic.partitions()).isEmpty();
            }
        }
        assertThat(admin.listTopics().names().get()).doesNotContain("hidden");
    }

    @Test
    void assignsNoTopicThatMayNotBeSeenByAnExpression() throws Exception {
        // Given: a coordinator, and two topics that match
        TestBroker.produce(broker.bootstrapServers(), "matched-open", Map.of(), 1);
        consume("any", "matched-open");
        TestBroker.create(broker.bootstrapServers(), "matched-closed", 1);
        Uuid open = admin.describeTopics(List.of("matched-open"))
                .allTopicNames()
                .get()
                .get("matched-open")
                .topicId();
        admin.createAcls(List.of(acl(
                        ResourceType.TOPIC,
                        "matched-closed",
                        PatternType.LITERAL,
                        "User:none",
                        AclPermissionType.ALLOW)))
                .all()
                .get();
        var join = new ConsumerGroupHeartbeatRequestData()
                .setGroupId("matching")
                .setMemberId("member")
                .setRebalanceTimeoutMs(60_000)
                .setSubscribedTopicRegex("matched-.*")
                .setTopicPartitions(List.of());
        try (var client = new RawClient(broker.address(), OTHER_HOST)) {
            // When
            var joined =
                    client.call(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, join, ConsumerGroupHeartbeatResponseData.class);

            // Then
            assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.NONE);
            assertThat(joined.assignment().topicPartitions())
                    .extracting(topic -> topic.topicId())
                    .containsExactly(open);
        }
    }

    @Test
    void letsADenialWinOverEveryPermission() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "contested", 1);
        String user = "User:ANONYMOUS";
        admin.createAcls(List.of(
                        acl(ResourceType.TOPIC, "*", PatternType.LITERAL, user, AclPermissionType.ALLOW),
                        acl(ResourceType.TOPIC, "contested", PatternType.LITERAL, user, AclPermissionType.ALLOW),
                        acl(ResourceType.TOPIC, "con", PatternType.PREFIXED, "User:*", AclPermissionType.DENY),
                        acl(ResourceType.GROUP, "closed", PatternType.LITERAL, user, AclPermissionType.DENY)))
                .all()
                .get();

        // When, Then
        assertThatThrownBy(() -> TestBroker.produce(broker.bootstrapServers(), "contested", Map.of(), 1))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        TestBroker.produce(broker.bootstrapServers(), "open", Map.of(), 1);
        assertThat(TestBroker.consumeAll(broker.bootstrapServers(), "open", 1)).hasSize(1);
        assertThatThrownBy(() -> consume("closed", "open")).isInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> consume("any", "contested")).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void tellsWhatAClientMayDo() throws Exception {
        // Given
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
                        new AccessControlEntry("User:*", "*", AclOperation.ALTER, AclPermissionType.ALLOW))))
                .all()
                .get();

        // When
        var operations = admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                .authorizedOperations()
                .get();

        // Then
        assertThat(operations).containsExactlyInAnyOrder(AclOperation.ALTER, AclOperation.DESCRIBE);
    }

    @Test
    void refusesAclsThatMakeNoSense() {
        assertRefused(acl(ResourceType.TOPIC, "t", PatternType.LITERAL, "nobody", AclPermissionType.ALLOW));
        assertRefused(acl(ResourceType.CLUSTER, "mine", PatternType.LITERAL, "User:a", AclPermissionType.ALLOW));
        assertRefused(acl(ResourceType.GROUP, "", PatternType.LITERAL, "User:a", AclPermissionType.ALLOW));
    }

    @Test
    void saysThatThereIsNoAuthorizer(@TempDir Path other) {
        try (BrokerServer open = TestBroker.start(other);
                Admin client = TestBroker.admin(open.bootstrapServers())) {
            AclBinding binding = acl(ResourceType.TOPIC, "t", PatternType.LITERAL, "User:a", AclPermissionType.ALLOW);

            // When, Then
            assertThatThrownBy(() ->
                            client.describeAcls(AclBindingFilter.ANY).values().get())
                    .hasCauseInstanceOf(SecurityDisabledException.class);
            assertThatThrownBy(() -> client.createAcls(List.of(binding)).all().get())
                    .hasCauseInstanceOf(SecurityDisabledException.class);
            assertThatThrownBy(() ->
                            client.deleteAcls(List.of(binding.toFilter())).all().get())
                    .hasCauseInstanceOf(SecurityDisabledException.class);
        }
    }

    private static void assertRefused(AclBinding binding) {
        assertThatThrownBy(() -> admin.createAcls(List.of(binding)).all().get())
                .hasCauseInstanceOf(InvalidRequestException.class);
    }

    private static void restart() {
        close();
        start();
    }

    private static List<AclBinding> described(AclBindingFilter filter) throws Exception {
        return new ArrayList<>(admin.describeAcls(filter).values().get());
    }

    private static void consume(String group, String topic) {
        try (var consumer = TestBroker.consumer(broker.bootstrapServers(), Map.of("group.id", group))) {
            consumer.subscribe(List.of(topic));
            TestBroker.await(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    private static Errors produce(RawClient client) throws Exception {
        var response = client.call(
                ApiKeys.PRODUCE, 11, RawProtocolIT.produce("guarded", (short) 1, "x"), ProduceResponseData.class);
        return Errors.forCode(response.responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0)
                .errorCode());
    }

    private static String tool(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
        all.addAll(List.of(arguments));
        PrintStream out = System.out;
        var captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            AclCommand.main(all.toArray(String[]::new));
        } finally {
            System.setOut(out);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    private static AclBindingFilter about(String topic, PatternType patternType) {
        return new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.TOPIC, topic, patternType), AccessControlEntryFilter.ANY);
    }

    private static AclBinding acl(
            ResourceType type, String name, PatternType patternType, String principal, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, patternType),
                new AccessControlEntry(principal, "*", AclOperation.ALL, permission));
    }
}
