package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidUpdateVersionException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the admin client asks of the cluster as a whole. */
class ClusterAdminIT {

    @RegisterExtension
    static final SharedBroker SHARED = new SharedBroker(Map.of("broker.rack", "cellar"));

    @Test
    void tellsClientsInWhichRackItStands() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "racked", 1);

        // Then
        assertThat(SHARED.admin().describeCluster().nodes().get())
                .extracting(Node::rack)
                .containsExactly("cellar");
        try (var consumer = TestBroker.consumer(SHARED.address(), Map.of())) {
            assertThat(consumer.partitionsFor("racked"))
                    .extracting(partition -> partition.leader().rack())
                    .containsExactly("cellar");
        }
    }

    @Test
    void tellsSupportedAndFinalizedFeatures() throws Exception {
        // When
        var features = SHARED.admin().describeFeatures().featureMetadata().get();

        // Then
        assertThat(features.finalizedFeatures().get("metadata.version").maxVersionLevel())
                .isEqualTo((short) 30);
        assertThat(features.supportedFeatures().get("metadata.version").minVersion())
                .isEqualTo((short) 30);
        assertThat(features.finalizedFeatures().get("kraft.version").maxVersionLevel())
                .isEqualTo((short) 0);
        assertThat(features.finalizedFeaturesEpoch()).isPresent();
        assertThat(features.supportedFeatures()).doesNotContainKeys("share.version", "streams.version");
    }

    @Test
    void refusesLevelsThatItDoesNotSupport() {
        assertRefused("metadata.version", new FeatureUpdate((short) 29, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE));
        assertRefused("share.version", new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE));
    }

    @Test
    void takesALevelThatHoldsAlready() throws Exception {
        var update = new FeatureUpdate((short) 30, FeatureUpdate.UpgradeType.UPGRADE);
        SHARED.admin()
                .updateFeatures(Map.of("metadata.version", update), new UpdateFeaturesOptions().validateOnly(true))
                .all()
                .get();
        SHARED.admin()
                .updateFeatures(Map.of("metadata.version", update), new UpdateFeaturesOptions())
                .all()
                .get();
    }

    @Test
    void describesTheQuorumOfOneVoter() throws Exception {
        // When
        var quorum = SHARED.admin().describeMetadataQuorum().quorumInfo().get();

        // Then
        assertThat(quorum.leaderId()).isEqualTo(1);
        assertThat(quorum.leaderEpoch()).isPositive();
        assertThat(quorum.highWatermark()).isPositive();
        assertThat(quorum.voters()).singleElement().satisfies(voter -> {
            assertThat(voter.replicaId()).isEqualTo(1);
            assertThat(voter.logEndOffset()).isEqualTo(quorum.highWatermark());
        });
        assertThat(quorum.observers()).isEmpty();
        assertThat(quorum.nodes().get(1).endpoints()).isEmpty();
    }

    @Test
    void unregistersNobody() {
        assertThatThrownBy(() -> SHARED.admin().unregisterBroker(9).all().get())
                .hasCauseInstanceOf(BrokerIdNotRegisteredException.class);
        assertThatThrownBy(() -> SHARED.admin().unregisterBroker(1).all().get())
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("running");
    }

    @Test
    void electsNobodyWhereTheOnlyReplicaLeads() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "elected", 1);
        var known = new TopicPartition("elected", 0);
        var unknown = new TopicPartition("elected", 7);

        // When
        var outcomes = SHARED.admin()
                .electLeaders(ElectionType.PREFERRED, Set.of(known, unknown))
                .partitions()
                .get();

        // Then
        assertThat(outcomes.get(known)).containsInstanceOf(ElectionNotNeededException.class);
        assertThat(outcomes.get(unknown)).containsInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(SHARED.admin()
                        .electLeaders(ElectionType.UNCLEAN, null)
                        .partitions()
                        .get())
                .isEmpty();
    }

    @Test
    void reassignsReplicasToWhereTheyAreOnly() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "reassigned", 1);
        var partition = new TopicPartition("reassigned", 0);

        // When, Then
        SHARED.admin()
                .alterPartitionReassignments(Map.of(partition, reassignment(1)))
                .all()
                .get();
        assertThatThrownBy(() -> SHARED.admin()
                        .alterPartitionReassignments(Map.of(partition, reassignment(1, 2)))
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidReplicaAssignmentException.class)
                .hasMessageContaining("broker 2");
        assertThatThrownBy(() -> SHARED.admin()
                        .alterPartitionReassignments(Map.of(partition, Optional.empty()))
                        .all()
                        .get())
                .hasCauseInstanceOf(NoReassignmentInProgressException.class);
        assertThat(SHARED.admin().listPartitionReassignments().reassignments().get())
                .isEmpty();
    }

    @Test
    void knowsOneLogDirectory() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "placed", 1);
        var replica = new TopicPartitionReplica("placed", 0, 1);
        var described = SHARED.admin()
                .describeLogDirs(List.of(1))
                .allDescriptions()
                .get()
                .get(1);
        String own = described.keySet().iterator().next();

        // When, Then
        assertThat(described.get(own).totalBytes()).isPresent();
        assertThat(described.get(own).usableBytes()).isPresent();
        SHARED.admin().alterReplicaLogDirs(Map.of(replica, own)).all().get();
        assertThatThrownBy(() -> SHARED.admin()
                        .alterReplicaLogDirs(Map.of(replica, "/elsewhere"))
                        .all()
                        .get())
                .hasCauseInstanceOf(LogDirNotFoundException.class);
    }

    @Test
    void keepsSubscriptionsOfClientMetrics() throws Exception {
        // Given
        var resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "all-clients");
        var set = new AlterConfigOp(new ConfigEntry("interval.ms", "60000"), AlterConfigOp.OpType.SET);
        SHARED.admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(set)))
                .all()
                .get();

        // When
        var config =
                SHARED.admin().describeConfigs(List.of(resource)).all().get().get(resource);

        // Then
        assertThat(config.get("interval.ms").value()).isEqualTo("60000");
        assertThat(config.get("interval.ms").source())
                .isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG);
        assertThat(config.get("metrics").isDefault()).isTrue();
        assertThat(SHARED.admin()
                        .listConfigResources(
                                Set.of(ConfigResource.Type.CLIENT_METRICS), new ListConfigResourcesOptions())
                        .all()
                        .get())
                .containsExactly(resource);
    }

    private static Optional<NewPartitionReassignment> reassignment(Integer... replicas) {
        return Optional.of(new NewPartitionReassignment(List.of(replicas)));
    }

    private static void assertRefused(String feature, FeatureUpdate update) {
        assertThatThrownBy(() -> SHARED.admin()
                        .updateFeatures(Map.of(feature, update), new UpdateFeaturesOptions())
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidUpdateVersionException.class)
                .hasMessageContaining(feature);
    }
}
