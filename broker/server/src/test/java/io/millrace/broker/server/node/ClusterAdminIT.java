package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.errors.InvalidUpdateVersionException;
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
        broker = TestBroker.start(directory);
        admin = TestBroker.admin(broker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
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

    private static void assertRefused(String feature, FeatureUpdate update) {
        assertThatThrownBy(() -> admin.updateFeatures(Map.of(feature, update), new UpdateFeaturesOptions())
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidUpdateVersionException.class)
                .hasMessageContaining(feature);
    }
}
