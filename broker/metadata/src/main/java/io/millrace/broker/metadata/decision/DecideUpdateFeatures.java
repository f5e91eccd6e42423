package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.FeatureRange;
import io.millrace.broker.metadata.command.FeatureUpdate;
import io.millrace.broker.metadata.command.FeaturesUpdated;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.UpdateFeatures;
import io.millrace.broker.metadata.image.FeaturesImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.record.FeatureRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Moves finalized levels within what brokers support; down only for whoever says so. */
final class DecideUpdateFeatures {
    private DecideUpdateFeatures() {}

    static Decision decide(MetadataImage image, long index, UpdateFeatures command) {
        List<MetadataRecord> records = new ArrayList<>();
        for (FeatureUpdate update : command.updates()) {
            Optional<String> complaint = complaint(image.features(), update, command.supported());
            if (complaint.isPresent()) {
                return Decision.unchanged(new FeaturesUpdated(Outcome.refused(
                        Errors.INVALID_UPDATE_VERSION,
                        "The update failed for all features since the following feature had an error: "
                                + complaint.get())));
            }
            if (changes(image.features(), update)) {
                records.add(new FeatureRecord(update.feature(), update.level(), index));
            }
        }
        return new Decision(command.validateOnly() ? List.of() : records, new FeaturesUpdated(Outcome.DONE));
    }

    private static boolean changes(FeaturesImage features, FeatureUpdate update) {
        boolean everSet = features.levels().containsKey(update.feature());
        return update.kind() == FeatureUpdate.Kind.FIRST
                ? !everSet
                : !everSet || features.level(update.feature()) != update.level();
    }

    private static Optional<String> complaint(
            FeaturesImage features, FeatureUpdate update, List<FeatureRange> supported) {
        Optional<FeatureRange> range = supported.stream()
                .filter(candidate -> candidate.feature().equals(update.feature()))
                .findFirst();
        String invalid = "Invalid update version " + update.level() + " for feature " + update.feature() + ". ";
        if (update.level() < 0) {
            return Optional.of(invalid + "A feature version cannot be less than 0.");
        }
        if (range.isEmpty()) {
            return Optional.of(invalid + "The brokers do not support this feature.");
        }
        if (!range.get().holds(update.level())) {
            return Optional.of(invalid + "The brokers only support versions "
                    + range.get().min() + "-" + range.get().max());
        }
        short current = features.level(update.feature());
        boolean downgrade = update.kind() == FeatureUpdate.Kind.SAFE_DOWNGRADE
                || update.kind() == FeatureUpdate.Kind.UNSAFE_DOWNGRADE;
        if (downgrade && update.level() > current) {
            return Optional.of(invalid + "Can't downgrade to a newer version.");
        }
        if (update.kind() == FeatureUpdate.Kind.UPGRADE && update.level() < current) {
            return Optional.of(invalid + "Can't downgrade the version of this feature without setting the upgrade type"
                    + " to either safe or unsafe downgrade.");
        }
        return Optional.empty();
    }
}
