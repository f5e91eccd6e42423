package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the admin client asks of the cluster as a whole. */
class ClusterAdminIT {

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = BrokerServer.start(TestBroker.properties(directory, Map.of("broker.rack", "cellar")));
        admin = TestBroker.admin(broker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void tellsClientsInWhichRackItStands() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "racked", 1);

        // Then
        assertThat(admin.describeCluster().nodes().get()).extracting(Node::rack).containsExactly("cellar");
        try (var consumer = TestBroker.consumer(broker.bootstrapServers(), Map.of())) {
            assertThat(consumer.partitionsFor("racked"))
                    .extracting(partition -> partition.leader().rack())
                    .containsExactly("cellar");
        }
    }

    @Test
    void tellsSupportedAndFinalizedFeatures() throws Exception {
        // When
        var features = admin.describeFeatures().featureMetadata().get();

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
        admin.updateFeatures(Map.of("metadata.version", update), new UpdateFeaturesOptions().validateOnly(true))
                .all()
                .get();
        admin.updateFeatures(Map.of("metadata.version", update), new UpdateFeaturesOptions())
                .all()
                .get();
    }

    @Test
    void describesTheQuorumOfOneVoter() throws Exception {
        // When
        var quorum = admin.describeMetadataQuorum().quorumInfo().get();

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
        assertThatThrownBy(() -> admin.unregisterBroker(9).all().get())
                .hasCauseInstanceOf(BrokerIdNotRegisteredException.class);
        assertThatThrownBy(() -> admin.unregisterBroker(1).all().get())
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("running");
    }

    @Test
    void electsNobodyWhereTheOnlyReplicaLeads() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "elected", 1);
        var known = new TopicPartition("elected", 0);
        var unknown = new TopicPartition("elected", 7);

        // When
        var outcomes = admin.electLeaders(ElectionType.PREFERRED, Set.of(known, unknown))
                .partitions()
                .get();

        // Then
        assertThat(outcomes.get(known)).containsInstanceOf(ElectionNotNeededException.class);
        assertThat(outcomes.get(unknown)).containsInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(admin.electLeaders(ElectionType.UNCLEAN, null).partitions().get())
                .isEmpty();
    }

    @Test
    void reassignsReplicasToWhereTheyAreOnly() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "reassigned", 1);
        var partition = new TopicPartition("reassigned", 0);

        // When, Then
        admin.alterPartitionReassignments(Map.of(partition, reassignment(1)))
                .all()
                .get();
        assertThatThrownBy(() -> admin.alterPartitionReassignments(Map.of(partition, reassignment(1, 2)))
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidReplicaAssignmentException.class)
                .hasMessageContaining("broker 2");
        assertThatThrownBy(() -> admin.alterPartitionReassignments(Map.of(partition, Optional.empty()))
                        .all()
                        .get())
                .hasCauseInstanceOf(NoReassignmentInProgressException.class);
        assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
    }

    @Test
    void knowsOneLogDirectory() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "placed", 1);
        var replica = new TopicPartitionReplica("placed", 0, 1);
        var described =
                admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
        String own = described.keySet().iterator().next();

        // When, Then
        assertThat(described.get(own).totalBytes()).isPresent();
        assertThat(described.get(own).usableBytes()).isPresent();
        admin.alterReplicaLogDirs(Map.of(replica, own)).all().get();
        assertThatThrownBy(() -> admin.alterReplicaLogDirs(Map.of(replica, "/elsewhere"))
                        .all()
                        .get())
                .hasCauseInstanceOf(LogDirNotFoundException.class);
    }

    @Test
    void keepsSubscriptionsOfClientMetrics() throws Exception {
        // Given
        var resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "all-clients");
        var set = new AlterConfigOp(new ConfigEntry("interval.ms", "60000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();

        // When
        var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);

        // Then
        assertThat(config.get("interval.ms").value()).isEqualTo("60000");
        assertThat(config.get("interval.ms").source())
                .isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG);
        assertThat(config.get("metrics").isDefault()).isTrue();
        assertThat(admin.listConfigResources(
                                Set.of(ConfigResource.Type.CLIENT_METRICS), new ListConfigResourcesOptions())
                        .all()
                        .get())
                .containsExactly(resource);
    }

    private static Optional<NewPartitionReassignment> reassignment(Integer... replicas) {
        return Optional.of(new NewPartitionReassignment(List.of(replicas)));
    }

    private static void assertRefused(String feature, FeatureUpdate update) {
        assertThatThrownBy(() -> admin.updateFeatures(Map.of(feature, update), new UpdateFeaturesOptions())
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidUpdateVersionException.class)
                .hasMessageContaining(feature);
    }
}
