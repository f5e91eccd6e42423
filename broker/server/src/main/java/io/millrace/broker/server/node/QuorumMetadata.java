package io.millrace.broker.server.node;

import io.millrace.broker.consensus.MetadataQuorum;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.ImageFollower;
import java.util.concurrent.CompletableFuture;

/** The cluster through the quorum; the image is the one that this broker's partitions have followed. */
final class QuorumMetadata implements ClusterMetadata {

    private final MetadataQuorum quorum;
    private final ImageFollower follower;

    QuorumMetadata(MetadataQuorum quorum, ImageFollower follower) {
        this.quorum = quorum;
        this.follower = follower;
    }

    @Override
    public MetadataImage image() {
        return follower.followed();
    }

    @Override
    public CompletableFuture<CommandResponse> submit(MetadataCommand command) {
        return quorum.submit(command);
    }
}
