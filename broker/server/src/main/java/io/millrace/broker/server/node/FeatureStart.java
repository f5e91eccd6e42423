package io.millrace.broker.server.node;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.FeatureRange;
import io.millrace.broker.metadata.command.FeatureUpdate;
import io.millrace.broker.metadata.command.FeaturesUpdated;
import io.millrace.broker.metadata.command.UpdateFeatures;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.SupportedFeatures;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Features that nobody has ever set are finalized when a broker that has them starts. */
final class FeatureStart {

    private FeatureStart() {}

    /** Refuses to start where the cluster relies on what this build does not have. */
    static void run(ClusterMetadata cluster, ApiTable table) {
        List<FeatureRange> supported = SupportedFeatures.of(table);
        MetadataImage image = cluster.image();
        SupportedFeatures.complaint(image.features(), supported).ifPresent(complaint -> {
            throw new BrokerStartException(complaint, null);
        });
        List<FeatureUpdate> missing = supported.stream()
                .filter(range -> !image.features().levels().containsKey(range.feature()))
                .map(range -> new FeatureUpdate(range.feature(), range.max(), FeatureUpdate.Kind.FIRST))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        try {
            CommandResponse response = cluster.submit(new UpdateFeatures(missing, supported, false))
                    .join();
            if (!(response instanceof FeaturesUpdated updated)
                    || !updated.outcome().done()) {
                throw new BrokerStartException("The cluster refused this broker's features: " + response, null);
            }
        } catch (CompletionException e) {
            throw new BrokerStartException(
                    "The cluster does not answer: " + e.getCause().getMessage(), e);
        }
    }
}
