package io.millrace.broker.server.node;

import io.millrace.broker.consensus.MetadataQuorum;
import io.millrace.broker.consensus.QuorumUnavailableException;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.ImageFollower;
import io.millrace.broker.server.hosting.QuorumStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.TimeoutException;

/** The cluster through the quorum; the image is the one that this broker's partitions have followed. */
final class QuorumMetadata implements ClusterMetadata, QuorumStatus {

    private final QuorumStart quorum;
    private final ImageFollower follower;

    /** The quorum may still be starting; whoever asks for it waits. */
    QuorumMetadata(QuorumStart quorum, ImageFollower follower) {
        this.quorum = quorum;
        this.follower = follower;
    }

    @Override
    public MetadataImage image() {
        return follower.followed();
    }

    @Override
    public CompletableFuture<CommandResponse> submit(MetadataCommand command) {
        return quorum.await()
                .submit(command)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(inWords(failure)));
    }

    @Override
    public View now() {
        MetadataQuorum running = quorum.await();
        return new View(
                running.leaderId().orElse(-1), running.term(), running.image().appliedIndex() + 1, running.port());
    }

    /** Clients try again after a timeout; the command may have been applied all the same. */
    private static Throwable inWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof QuorumUnavailableException
                ? new TimeoutException("The cluster's metadata cannot be changed now: " + cause.getMessage(), cause)
                : cause;
    }
}
