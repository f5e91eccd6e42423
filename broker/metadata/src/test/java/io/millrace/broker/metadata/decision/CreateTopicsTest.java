package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTopicsTest {
    private final MetadataDriver cluster = MetadataDriver.withBrokers(3);

    @Test
    void createsATopicWithAllItsPartitionsLed() {
        // Given
        NewTopic wanted = cluster.topic("orders", 6, 3);
        // When
        TopicsCreated.CreatedTopic created =
                cluster.createAll(false, wanted).topics().get(0);
        // Then
        assertThat(created.outcome()).isEqualTo(Outcome.DONE);
        assertThat(created.topicId()).isEqualTo(wanted.topicId());
        assertThat(created.partitionCount()).isEqualTo(6);
        assertThat(created.replicationFactor()).isEqualTo(3);
        TopicImage topic = cluster.image.topics().find("orders").orElseThrow();
        assertThat(cluster.image.topics().find(wanted.topicId())).contains(topic);
        for (PartitionImage partition : topic.partitions()) {
            assertThat(partition.replicas()).hasSize(3).doesNotHaveDuplicates();
            assertThat(partition.isr()).isEqualTo(partition.replicas());
            assertThat(partition.leader()).isEqualTo(partition.replicas().get(0));
            assertThat(partition.leaderEpoch()).isZero();
        }
    }

    @Test
    void takesTheDefaultsOfTheProposer() {
        // When
        cluster.create(cluster.topic("orders", NewTopic.USE_DEFAULT, NewTopic.USE_DEFAULT));
        // Then
        TopicImage topic = cluster.image.topics().find("orders").orElseThrow();
        assertThat(topic.partitions()).hasSize(3);
        assertThat(topic.replicationFactor()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "with space", "umläut", "slash/", "a\u0000b", "new\nline"})
    void refusesImpossibleNames(String name) {
        // When, Then
        assertThat(cluster.create(cluster.topic(name, 1, 1)).error()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void refusesNamesThatAreTooLong() {
        // When, Then
        assertThat(cluster.create(cluster.topic("x".repeat(249), 1, 1)).done()).isTrue();
        assertThat(cluster.create(cluster.topic("x".repeat(250), 1, 1)).error())
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void refusesNamesThatMetricsCanNotTellApart() {
        // Given
        cluster.create(cluster.topic("a.b", 1, 1));
        // When
        Outcome later = cluster.create(cluster.topic("a_b", 1, 1));
        List<TopicsCreated.CreatedTopic> together = cluster.createAll(
                        false, cluster.topic("c.d", 1, 1), cluster.topic("c_d", 1, 1))
                .topics();
        // Then
        assertThat(later.error()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(later.message().orElseThrow()).contains("a.b");
        assertThat(together.get(0).outcome().done()).isTrue();
        assertThat(together.get(1).outcome().error()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void refusesATopicThatExistsAndANameAskedForTwice() {
        // Given
        cluster.create(cluster.topic("orders", 1, 1));
        // When
        TopicsCreated results = cluster.createAll(
                false,
                cluster.topic("orders", 1, 1),
                cluster.topic("twice", 1, 1),
                cluster.topic("twice", 2, 1),
                cluster.topic("fine", 1, 1));
        // Then
        assertThat(results.topics())
                .extracting(topic -> topic.outcome().error())
                .containsExactly(
                        Errors.TOPIC_ALREADY_EXISTS, Errors.INVALID_REQUEST, Errors.INVALID_REQUEST, Errors.NONE);
        assertThat(cluster.image.topics().byName().keySet()).containsExactly("fine", "orders");
    }

    @Test
    void refusesImpossibleCounts() {
        // When, Then
        assertThat(cluster.create(cluster.topic("t", 0, 1)).error()).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(cluster.create(cluster.topic("t", -2, 1)).error()).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(cluster.create(cluster.topic("t", 10_001, 1)).error()).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(cluster.create(cluster.topic("t", 1, 0)).error()).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
        assertThat(cluster.create(cluster.topic("t", 1, 4)).error()).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
        assertThat(cluster.image.topics().count()).isZero();
    }

    @Test
    void boundsThePartitionsOfTheCluster() {
        // Given
        for (int number = 0; number < 20; number++) {
            assertThat(cluster.create(cluster.topic("t" + number, 10_000, 1)).done())
                    .isTrue();
        }
        // When, Then
        assertThat(cluster.create(cluster.topic("more", 1, 1)).error()).isEqualTo(Errors.POLICY_VIOLATION);
    }

    @Test
    void takesReplicasAssignedByHand() {
        // When
        Outcome outcome = cluster.create(assigned("t", Map.of(0, List.of(2, 1), 1, List.of(3, 2))));
        // Then
        assertThat(outcome).isEqualTo(Outcome.DONE);
        List<PartitionImage> partitions =
                cluster.image.topics().find("t").orElseThrow().partitions();
        assertThat(partitions.get(0).replicas()).containsExactly(2, 1);
        assertThat(partitions.get(1).leader()).isEqualTo(3);
    }

    @Test
    void refusesImpossibleAssignments() {
        // When, Then
        assertThat(assignmentError(Map.of(0, List.of()))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(assignmentError(Map.of(0, List.of(1, 1)))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(assignmentError(Map.of(0, List.of(9)))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(assignmentError(Map.of(1, List.of(1)))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(assignmentError(Map.of(0, List.of(1), 1, List.of(1, 2))))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        NewTopic both =
                new NewTopic(cluster.freshId(), "t", 1, -1, new TreeMap<>(Map.of(0, List.of(1))), new TreeMap<>());
        assertThat(cluster.create(both).error()).isEqualTo(Errors.INVALID_REQUEST);
    }

    private Errors assignmentError(Map<Integer, List<Integer>> assignment) {
        return cluster.create(assigned("t", assignment)).error();
    }

    private NewTopic assigned(String name, Map<Integer, List<Integer>> assignment) {
        return new NewTopic(cluster.freshId(), name, -1, -1, new TreeMap<>(assignment), new TreeMap<>());
    }

    @Test
    void storesConfigsAndRefusesUnknownOnes() {
        // Given
        NewTopic compacted = new NewTopic(cluster.freshId(), "compacted", 1, 1, Map.of("cleanup.policy", "compact"));
        NewTopic misspelt = new NewTopic(cluster.freshId(), "misspelt", 1, 1, Map.of("retention.mss", "1"));
        NewTopic wrong = new NewTopic(cluster.freshId(), "wrong", 1, 1, Map.of("retention.ms", "soon"));
        // When
        TopicsCreated results = cluster.createAll(false, compacted, misspelt, wrong);
        // Then
        assertThat(cluster.image.configs().of(ConfigTarget.topic("compacted")))
                .containsEntry("cleanup.policy", "compact");
        assertThat(results.topics().get(1).outcome().error()).isEqualTo(Errors.INVALID_CONFIG);
        assertThat(results.topics().get(1).outcome().message().orElseThrow()).contains("retention.ms?");
        assertThat(results.topics().get(2).outcome().error()).isEqualTo(Errors.INVALID_CONFIG);
        assertThat(cluster.image.topics().count()).isEqualTo(1);
    }

    @Test
    void validateOnlyAnswersTheSameAndCreatesNothing() {
        // When
        TopicsCreated results = cluster.createAll(true, cluster.topic("orders", 4, 2), cluster.topic(".", 1, 1));
        // Then
        assertThat(results.topics().get(0).outcome().done()).isTrue();
        assertThat(results.topics().get(0).partitionCount()).isEqualTo(4);
        assertThat(results.topics().get(1).outcome().done()).isFalse();
        assertThat(cluster.image.topics().count()).isZero();
    }

    @Test
    void refusesATopicIdThatIsTaken() {
        // Given
        NewTopic first = cluster.topic("first", 1, 1);
        cluster.create(first);
        // When, Then
        assertThat(cluster.create(new NewTopic(first.topicId(), "second", 1, 1, Map.of()))
                        .error())
                .isEqualTo(Errors.INVALID_REQUEST);
        assertThat(cluster.create(new NewTopic(Uuid.ZERO_UUID, "second", 1, 1, Map.of()))
                        .error())
                .isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesReplicasWithoutAnyBroker() {
        // Given
        MetadataDriver lonely = MetadataDriver.withBrokers(0);
        // When, Then
        assertThat(lonely.create(lonely.topic("t", 1, 1)).error()).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
    }
}
