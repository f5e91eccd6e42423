package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.BrokerRegistered;
import io.millrace.broker.metadata.command.ClusterFounded;
import io.millrace.broker.metadata.command.CommandRefused;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.CreatePartitions;
import io.millrace.broker.metadata.command.DeleteTopics;
import io.millrace.broker.metadata.command.FoundCluster;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.PartitionsCreated;
import io.millrace.broker.metadata.command.ProducerIdsAllocated;
import io.millrace.broker.metadata.command.RegisterBroker;
import io.millrace.broker.metadata.command.TopicGrowth;
import io.millrace.broker.metadata.command.TopicReference;
import io.millrace.broker.metadata.command.TopicsDeleted;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.PartitionImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private final MetadataDriver cluster = MetadataDriver.withBrokers(2);

    @Test
    void aClusterIsFoundedOnce() {
        // When
        CommandResponse same = cluster.submit(new FoundCluster("cluster", 1));
        CommandResponse other = cluster.submit(new FoundCluster("other", 1));
        // Then
        assertThat(same).isEqualTo(new ClusterFounded("cluster"));
        assertThat(error(other)).isEqualTo(Errors.INCONSISTENT_CLUSTER_ID);
        assertThat(cluster.image.clusterId()).isEqualTo("cluster");
    }

    @Test
    void nothingHappensBeforeTheClusterIsFounded() {
        // Given
        MetadataDriver empty = new MetadataDriver();
        // When
        CommandResponse response = empty.submit(empty.registration(1));
        // Then
        assertThat(error(response)).isEqualTo(Errors.INCONSISTENT_CLUSTER_ID);
        assertThat(empty.image.brokers()).isEmpty();
    }

    @Test
    void refusesAMetadataVersionOfTheFuture() {
        // Given
        MetadataDriver empty = new MetadataDriver();
        // When, Then
        assertThat(error(empty.submit(new FoundCluster("cluster", 99)))).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void aNewProcessGetsAHigherBrokerEpochAndANewTermWhereItLeads() {
        // Given
        cluster.create(new NewTopic(cluster.freshId(), "t", 2, 1, Map.of()));
        long before = cluster.image.broker(1).orElseThrow().brokerEpoch();
        // When
        long after = ((BrokerRegistered) cluster.submit(cluster.registration(1))).brokerEpoch();
        // Then
        assertThat(after).isGreaterThan(before);
        assertThat(cluster.image.broker(1).orElseThrow().brokerEpoch()).isEqualTo(after);
        for (PartitionImage partition :
                cluster.image.topics().find("t").orElseThrow().partitions()) {
            assertThat(partition.leaderEpoch()).isEqualTo(partition.leader() == 1 ? 1 : 0);
            assertThat(partition.partitionEpoch()).isEqualTo(partition.leader() == 1 ? 1 : 0);
        }
    }

    @Test
    void theSameProcessMayRegisterAgain() {
        // Given
        RegisterBroker registration = cluster.registration(1);
        CommandResponse first = cluster.submit(registration);
        // When
        CommandResponse second = cluster.submit(registration);
        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aBrokerNeedsAnIdAndAListener() {
        // When
        CommandResponse negative = cluster.submit(cluster.registration(-1));
        CommandResponse deaf = cluster.submit(new RegisterBroker(5, Uuid.randomUuid(), List.of(), Optional.empty()));
        // Then
        assertThat(error(negative)).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(deaf)).isEqualTo(Errors.INVALID_REGISTRATION);
    }

    @Test
    void deletesByNameAndByIdWithConfigs() {
        // Given
        NewTopic byName = new NewTopic(cluster.freshId(), "by-name", 1, 1, Map.of("retention.ms", "5"));
        NewTopic byId = cluster.topic("by-id", 1, 1);
        cluster.createAll(false, byName, byId);
        // When
        TopicsDeleted deleted = (TopicsDeleted) cluster.submit(new DeleteTopics(List.of(
                TopicReference.of("by-name"),
                TopicReference.of(byId.topicId()),
                TopicReference.of("by-id"),
                TopicReference.of("ghost"),
                TopicReference.of(new Uuid(1, 1)),
                new TopicReference(Optional.empty(), Uuid.ZERO_UUID))));
        // Then
        assertThat(deleted.topics())
                .extracting(topic -> topic.outcome().error())
                .containsExactly(
                        Errors.NONE,
                        Errors.NONE,
                        Errors.INVALID_REQUEST,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION,
                        Errors.UNKNOWN_TOPIC_ID,
                        Errors.INVALID_REQUEST);
        assertThat(deleted.topics().get(1).topic().name()).contains("by-id");
        assertThat(cluster.image.topics().count()).isZero();
        assertThat(cluster.image.topics().byId()).isEmpty();
        assertThat(cluster.image.configs().of(ConfigTarget.topic("by-name"))).isEmpty();
    }

    @Test
    void aRecreatedTopicIsAnotherOne() {
        // Given
        NewTopic first = cluster.topic("t", 1, 1);
        cluster.create(first);
        cluster.submit(new DeleteTopics(List.of(TopicReference.of("t"))));
        // When
        cluster.create(cluster.topic("t", 1, 1));
        // Then
        assertThat(cluster.image.topics().find("t").orElseThrow().id()).isNotEqualTo(first.topicId());
        assertThat(cluster.image.topics().find(first.topicId())).isEmpty();
    }

    @Test
    void addsPartitionsAfterTheExistingOnes() {
        // Given
        cluster.create(cluster.topic("t", 2, 2));
        // When
        Errors error = grow(new TopicGrowth("t", 5, Optional.empty()), false);
        // Then
        List<PartitionImage> partitions =
                cluster.image.topics().find("t").orElseThrow().partitions();
        assertThat(error).isEqualTo(Errors.NONE);
        assertThat(partitions).extracting(PartitionImage::partition).containsExactly(0, 1, 2, 3, 4);
        assertThat(partitions).allMatch(partition -> partition.replicas().size() == 2);
    }

    @Test
    void refusesToShrinkOrToAssignBadly() {
        // Given
        cluster.create(cluster.topic("t", 2, 1));
        // When, Then
        assertThat(grow(new TopicGrowth("t", 2, Optional.empty()), false)).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(grow(new TopicGrowth("t", 1, Optional.empty()), false)).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(grow(new TopicGrowth("t", Integer.MAX_VALUE, Optional.empty()), false))
                .isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(grow(new TopicGrowth("ghost", 3, Optional.empty()), false))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(grow(new TopicGrowth("t", 4, Optional.of(List.of(List.of(1)))), false))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(grow(new TopicGrowth("t", 3, Optional.of(List.of(List.of(1, 2)))), false))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(grow(new TopicGrowth("t", 3, Optional.of(List.of(List.of(2)))), true))
                .isEqualTo(Errors.NONE);
        assertThat(cluster.image.topics().find("t").orElseThrow().partitions()).hasSize(2);
    }

    private Errors grow(TopicGrowth growth, boolean validateOnly) {
        return ((PartitionsCreated) cluster.submit(new CreatePartitions(List.of(growth), validateOnly)))
                .topics()
                .get(0)
                .outcome()
                .error();
    }

    @Test
    void givesEveryBlockOfProducerIdsOnce() {
        // Given
        long brokerEpoch = cluster.image.broker(1).orElseThrow().brokerEpoch();
        // When
        CommandResponse first = cluster.submit(new AllocateProducerIds(1, brokerEpoch));
        CommandResponse second = cluster.submit(new AllocateProducerIds(1, brokerEpoch));
        CommandResponse stale = cluster.submit(new AllocateProducerIds(1, brokerEpoch - 1));
        CommandResponse unknown = cluster.submit(new AllocateProducerIds(9, brokerEpoch));
        // Then
        assertThat(first).isEqualTo(new ProducerIdsAllocated(0, 1000));
        assertThat(second).isEqualTo(new ProducerIdsAllocated(1000, 1000));
        assertThat(error(stale)).isEqualTo(Errors.STALE_BROKER_EPOCH);
        assertThat(error(unknown)).isEqualTo(Errors.BROKER_ID_NOT_REGISTERED);
    }

    private static Errors error(CommandResponse response) {
        return ((CommandRefused) response).outcome().error();
    }
}
