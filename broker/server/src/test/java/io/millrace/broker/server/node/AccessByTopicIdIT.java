package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions of apis that name topics by their ids: an id opens nothing that its topic does not open. */
class AccessByTopicIdIT {

    private static final String TOPIC = "secret-by-id";
    private static final String STRANGER = "127.0.0.2";
    private static final String OWNER = "127.0.0.3";
    private static final Pattern ERROR_CODE = Pattern.compile("rrorCode=(-?\\d+)");

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Uuid id;

    @BeforeAll
    static void startWithRights() throws Exception {
        broker = BrokerServer.start(TestBroker.properties(
                directory,
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found", "true")));
        TestBroker.create(broker.bootstrapServers(), TOPIC, 1);
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            id = admin.describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get()
                    .get(TOPIC)
                    .topicId();
            OffsetRequestsById.findCoordinator(admin, "g", TOPIC);
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
                            new AccessControlEntry("User:*", OWNER, AclOperation.ALL, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(ApiKeys.PRODUCE, 13, produce()),
                Arguments.of(ApiKeys.FETCH, 13, fetch()),
                Arguments.of(ApiKeys.FETCH, 18, fetch()),
                Arguments.of(ApiKeys.METADATA, 12, metadata()),
                Arguments.of(ApiKeys.OFFSET_COMMIT, 10, OffsetRequestsById.commit("g", id)),
                Arguments.of(ApiKeys.OFFSET_FETCH, 10, OffsetRequestsById.fetch("g", id)),
                Arguments.of(ApiKeys.DELETE_TOPICS, 6, delete()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void anIdOpensNothingForAStranger(ApiKeys key, int version, ApiMessage request) throws Exception {
        // When
        ApiMessage refused = call(STRANGER, key, version, request);

        // Then
        assertThat(errors(refused)).as(refused.toString()).contains(Errors.TOPIC_AUTHORIZATION_FAILED);
        assertThat(refused.toString()).as("the name stays a secret").doesNotContain(TOPIC);

        // When
        ApiMessage served = call(OWNER, key, version, request);

        // Then
        assertThat(errors(served)).as(served.toString()).containsOnly(Errors.NONE);
    }

    private static ApiMessage call(String from, ApiKeys key, int version, ApiMessage request) throws Exception {
        try (RawClient client = new RawClient(broker.address(), from)) {
            return client.call(key, version, request, ApiMessage.class);
        }
    }

    private static Set<Errors> errors(ApiMessage response) {
        var errors = new TreeSet<Errors>();
        Matcher matcher = ERROR_CODE.matcher(response.toString());
        while (matcher.find()) {
            errors.add(Errors.forCode(Short.parseShort(matcher.group(1))));
        }
        return errors;
    }

    private static ProduceRequestData produce() {
        ProduceRequestData request = RawProtocolIT.produce("", (short) -1, "value");
        request.topicData().iterator().next().setTopicId(id);
        return request;
    }

    private static FetchRequestData fetch() {
        return new FetchRequestData()
                .setMaxBytes(1 << 20)
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopicId(id)
                        .setPartitions(List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(1 << 20)))));
    }

    private static MetadataRequestData metadata() {
        return new MetadataRequestData()
                .setAllowAutoTopicCreation(false)
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic()
                        .setName(null)
                        .setTopicId(id)));
    }

    private static DeleteTopicsRequestData delete() {
        return new DeleteTopicsRequestData()
                .setTimeoutMs(10_000)
                .setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState()
                        .setName(null)
                        .setTopicId(id)));
    }
}
