package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason for which Kafka's controller refuses a topic, with its error code; a trial is refused for the same. */
class CreateTopicsMatrixIT {

    private static final int BROKER = 1;

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void startWithTopics() throws Exception {
        broker = BrokerServer.start(TestBroker.properties(directory, Map.of("num.partitions", "3")));
        admin = TestBroker.admin(broker.bootstrapServers());
        TestBroker.create(broker.bootstrapServers(), "taken", 1);
        TestBroker.create(broker.bootstrapServers(), "a.b", 1);
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(topic(""), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic("."), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic(".."), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic("a b"), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic("\u00e4"), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic("x".repeat(250)), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic("a_b"), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(topic("__cluster_metadata"), Errors.INVALID_REQUEST),
                Arguments.of(topic("taken"), Errors.TOPIC_ALREADY_EXISTS),
                Arguments.of(topic("t").setNumPartitions(0), Errors.INVALID_PARTITIONS),
                Arguments.of(topic("t").setNumPartitions(-2), Errors.INVALID_PARTITIONS),
                Arguments.of(topic("t").setReplicationFactor((short) 0), Errors.INVALID_REPLICATION_FACTOR),
                Arguments.of(topic("t").setReplicationFactor((short) -2), Errors.INVALID_REPLICATION_FACTOR),
                Arguments.of(topic("t").setReplicationFactor((short) 2), Errors.INVALID_REPLICATION_FACTOR),
                Arguments.of(
                        topic("t").setNumPartitions(0).setReplicationFactor((short) 0),
                        Errors.INVALID_REPLICATION_FACTOR),
                Arguments.of(assigned(List.of()).setNumPartitions(1), Errors.INVALID_REQUEST),
                Arguments.of(assigned(List.of(BROKER)).setNumPartitions(1), Errors.INVALID_REQUEST),
                Arguments.of(assigned(List.of(BROKER)).setReplicationFactor((short) 1), Errors.INVALID_REQUEST),
                Arguments.of(assigned(List.of()), Errors.INVALID_REPLICA_ASSIGNMENT),
                Arguments.of(assigned(List.of(7)), Errors.INVALID_REPLICA_ASSIGNMENT),
                Arguments.of(assigned(List.of(BROKER, BROKER)), Errors.INVALID_REPLICA_ASSIGNMENT),
                Arguments.of(assigned(List.of(BROKER), List.of(BROKER, 2)), Errors.INVALID_REPLICA_ASSIGNMENT),
                Arguments.of(renumbered(assigned(List.of(BROKER)), 1), Errors.INVALID_REPLICA_ASSIGNMENT),
                Arguments.of(assignedTwice(), Errors.INVALID_REPLICA_ASSIGNMENT),
                Arguments.of(configured("retention.msec", "1"), Errors.INVALID_CONFIG),
                Arguments.of(configured("retention.ms", "soon"), Errors.INVALID_CONFIG),
                Arguments.of(configured("retention.ms", null), Errors.INVALID_CONFIG),
                Arguments.of(configured("cleanup.policy", "burn"), Errors.INVALID_CONFIG),
                Arguments.of(configured("retention.ms", "soon").setNumPartitions(0), Errors.INVALID_CONFIG),
                Arguments.of(configured("retention.ms", null).setName("a b"), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(configured("retention.ms", null).setName("a_b"), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(configured("retention.ms", null).setName("taken"), Errors.TOPIC_ALREADY_EXISTS),
                Arguments.of(configured("retention.ms", null).setNumPartitions(0), Errors.INVALID_CONFIG),
                Arguments.of(assignedTwice().setName("a b"), Errors.INVALID_TOPIC_EXCEPTION),
                Arguments.of(assignedTwice().setName("taken"), Errors.TOPIC_ALREADY_EXISTS),
                Arguments.of(assignedTwice().setNumPartitions(2), Errors.INVALID_REQUEST),
                Arguments.of(assignedTwice().setReplicationFactor((short) 1), Errors.INVALID_REQUEST),
                Arguments.of(
                        assignedTwice()
                                .setConfigs(configured("retention.ms", "soon").configs()),
                        Errors.INVALID_CONFIG),
                Arguments.of(
                        assignedTwice()
                                .setConfigs(configured("retention.ms", null).configs()),
                        Errors.INVALID_CONFIG));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatKafkaRefuses(CreatableTopic topic, Errors expected) throws Exception {
        for (boolean trial : new boolean[] {true, false}) {
            // When
            CreatableTopicResult result = create(trial, topic).get(0);

            // Then
            assertThat(Errors.forCode(result.errorCode()))
                    .as("trial %s: %s", trial, result.errorMessage())
                    .isEqualTo(expected);
            assertThat(result.errorMessage()).isNotEmpty();
        }
        assertThat(admin.listTopics().names().get()).doesNotContain("t");
    }

    @Test
    void aNameThatStandsTwiceIsRefusedOnceAndTheOthersAreMade() throws Exception {
        // When
        List<CreatableTopicResult> results = create(false, topic("twice"), topic("twice"), topic("once"));

        // Then
        assertThat(results).hasSize(2);
        assertThat(error(results, "twice")).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(results, "once")).isEqualTo(Errors.NONE);
        assertThat(admin.listTopics().names().get()).contains("once").doesNotContain("twice");
    }

    @Test
    void namesThatCollideWithinOneRequestAreMadeOnce() throws Exception {
        // When
        List<CreatableTopicResult> results = create(false, topic("c.d"), topic("c_d"));

        // Then
        assertThat(error(results, "c.d")).isEqualTo(Errors.NONE);
        assertThat(error(results, "c_d")).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void aTrialThatWouldSucceedTellsWhatWouldBeAndMakesNothing() throws Exception {
        // When
        CreatableTopicResult result =
                create(true, configured("retention.ms", "1000")).get(0);

        // Then
        assertThat(result.errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(result.errorMessage()).isNull();
        assertThat(result.numPartitions()).as("the broker's default").isEqualTo(3);
        assertThat(result.replicationFactor()).isEqualTo((short) 1);
        assertThat(result.configs()).anySatisfy(config -> {
            assertThat(config.name()).isEqualTo("retention.ms");
            assertThat(config.value()).isEqualTo("1000");
        });
        assertThat(admin.listTopics().names().get()).doesNotContain("t");
    }

    private static List<CreatableTopicResult> create(boolean trial, CreatableTopic... topics) throws Exception {
        var request = new CreateTopicsRequestData().setValidateOnly(trial).setTimeoutMs(30_000);
        Arrays.stream(topics).forEach(topic -> request.topics().add(topic.duplicate()));
        try (var client = new RawClient(broker.address())) {
            var response = client.call(ApiKeys.CREATE_TOPICS, 7, request, CreateTopicsResponseData.class);
            return new ArrayList<>(response.topics());
        }
    }

    private static Errors error(List<CreatableTopicResult> results, String name) {
        return results.stream()
                .filter(result -> result.name().equals(name))
                .map(result -> Errors.forCode(result.errorCode()))
                .findFirst()
                .orElseThrow();
    }

    private static CreatableTopic topic(String name) {
        return new CreatableTopic().setName(name).setNumPartitions(-1).setReplicationFactor((short) -1);
    }

    @SafeVarargs
    private static CreatableTopic assigned(List<Integer>... replicas) {
        CreatableTopic topic = topic("t");
        for (int partition = 0; partition < replicas.length; partition++) {
            topic.assignments()
                    .add(new CreatableReplicaAssignment()
                            .setPartitionIndex(partition)
                            .setBrokerIds(replicas[partition]));
        }
        return topic;
    }

    private static CreatableTopic assignedTwice() {
        return renumbered(assigned(List.of(BROKER), List.of(BROKER)), 0);
    }

    /** All partitions get this number. */
    private static CreatableTopic renumbered(CreatableTopic topic, int partition) {
        List<CreatableReplicaAssignment> assignments = new ArrayList<>();
        topic.assignments().forEach(assignment -> assignments.add(assignment.duplicate()));
        topic.assignments().clear();
        assignments.forEach(assignment -> topic.assignments().mustAdd(assignment.setPartitionIndex(partition)));
        return topic;
    }

    private static CreatableTopic configured(String name, String value) {
        CreatableTopic topic = topic("t");
        topic.configs().add(new CreatableTopicConfig().setName(name).setValue(value));
        return topic;
    }
}
