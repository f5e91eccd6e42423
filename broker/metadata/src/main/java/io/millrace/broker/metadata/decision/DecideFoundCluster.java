package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.ClusterFounded;
import io.millrace.broker.metadata.command.FoundCluster;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.MetadataVersion;
import io.millrace.broker.metadata.record.ClusterRecord;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** A cluster is founded once. Founding it again is harmless when it asks for the id the cluster has. */
final class DecideFoundCluster {
    private DecideFoundCluster() {}

    static Decision decide(MetadataImage image, FoundCluster command) {
        if (image.founded()) {
            return image.clusterId().equals(command.clusterId())
                    ? Decision.unchanged(new ClusterFounded(image.clusterId()))
                    : Decision.refused(
                            Errors.INCONSISTENT_CLUSTER_ID,
                            "This is cluster " + image.clusterId() + ", not " + command.clusterId() + ".");
        }
        if (command.clusterId().isEmpty()) {
            return Decision.refused(Errors.INVALID_REQUEST, "The cluster id is empty.");
        }
        if (command.metadataVersion() < MetadataVersion.FIRST || command.metadataVersion() > MetadataVersion.LATEST) {
            return Decision.refused(
                    Errors.INVALID_REQUEST, "There is no metadata version " + command.metadataVersion() + ".");
        }
        return new Decision(
                List.of(new ClusterRecord(command.clusterId(), command.metadataVersion())),
                new ClusterFounded(command.clusterId()));
    }
}
