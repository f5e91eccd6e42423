package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.FeatureRange;
import io.millrace.broker.metadata.command.FeatureUpdate;
import io.millrace.broker.metadata.command.FeatureUpdate.Kind;
import io.millrace.broker.metadata.command.FeaturesUpdated;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.UpdateFeatures;
import io.millrace.broker.metadata.record.ImageSnapshot;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class UpdateFeaturesTest {
    private static final List<FeatureRange> SUPPORTED =
            List.of(new FeatureRange("a", (short) 0, (short) 3), new FeatureRange("b", (short) 1, (short) 1));

    private final MetadataDriver cluster = MetadataDriver.withBrokers(1);

    @Test
    void finalizesAtFirstOnlyWhatNobodyHasSet() {
        // Given
        update(false, new FeatureUpdate("a", (short) 3, Kind.FIRST));
        update(false, new FeatureUpdate("a", (short) 0, Kind.SAFE_DOWNGRADE));
        long epoch = cluster.image.features().epoch();
        // When
        update(false, new FeatureUpdate("a", (short) 3, Kind.FIRST), new FeatureUpdate("b", (short) 1, Kind.FIRST));
        // Then
        assertThat(cluster.image.features().levels()).isEqualTo(Map.of("a", (short) 0, "b", (short) 1));
        assertThat(cluster.image.features().epoch()).isGreaterThan(epoch);
    }

    @Test
    void movesLevelsUpAndForWhoeverSaysSoDown() {
        // When, Then
        assertThat(update(false, new FeatureUpdate("a", (short) 2, Kind.UPGRADE)))
                .isEqualTo(Outcome.DONE);
        assertRefused(new FeatureUpdate("a", (short) 1, Kind.UPGRADE), "without setting the upgrade type");
        assertRefused(new FeatureUpdate("a", (short) 3, Kind.SAFE_DOWNGRADE), "downgrade to a newer version");
        assertThat(update(false, new FeatureUpdate("a", (short) 1, Kind.UNSAFE_DOWNGRADE)))
                .isEqualTo(Outcome.DONE);
        assertThat(cluster.image.features().level("a")).isEqualTo((short) 1);
    }

    @Test
    void refusesWhatTheBrokersDoNotSupport() {
        assertRefused(new FeatureUpdate("c", (short) 1, Kind.UPGRADE), "do not support this feature");
        assertRefused(new FeatureUpdate("a", (short) 4, Kind.UPGRADE), "only support versions 0-3");
        assertRefused(new FeatureUpdate("b", (short) 0, Kind.UNSAFE_DOWNGRADE), "only support versions 1-1");
        assertRefused(new FeatureUpdate("a", (short) -1, Kind.UPGRADE), "cannot be less than 0");
    }

    @Test
    void takesAllUpdatesOrNone() {
        // When
        update(false, new FeatureUpdate("a", (short) 2, Kind.UPGRADE), new FeatureUpdate("c", (short) 1, Kind.UPGRADE));
        // Then
        assertThat(cluster.image.features().levels()).isEmpty();
    }

    @Test
    void changesNothingWhenItOnlyValidates() {
        // When, Then
        assertThat(update(true, new FeatureUpdate("a", (short) 2, Kind.UPGRADE)))
                .isEqualTo(Outcome.DONE);
        assertThat(cluster.image.features().levels()).isEmpty();
    }

    @Test
    void comesBackFromASnapshot() {
        // Given
        update(false, new FeatureUpdate("a", (short) 2, Kind.UPGRADE));
        // When, Then
        assertThat(ImageSnapshot.decode(ImageSnapshot.encode(cluster.image)).features())
                .isEqualTo(cluster.image.features());
    }

    private void assertRefused(FeatureUpdate update, String reason) {
        Outcome outcome = update(false, update);
        assertThat(outcome.error()).isEqualTo(Errors.INVALID_UPDATE_VERSION);
        assertThat(outcome.message().orElseThrow()).contains(reason);
    }

    private Outcome update(boolean validateOnly, FeatureUpdate... updates) {
        return ((FeaturesUpdated) cluster.submit(new UpdateFeatures(List.of(updates), SUPPORTED, validateOnly)))
                .outcome();
    }
}
