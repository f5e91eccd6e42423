package io.millrace.broker.server.hosting;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.concurrent.CompletableFuture;

/** The cluster as handlers see it: an image to read and commands to change it. */
public interface ClusterMetadata {

    /** The newest image that this broker's partitions follow. */
    MetadataImage image();

    /**
     * Proposes a change. The answer comes when the change is applied and this broker's partitions have followed it, so
     * that a client which is told of a topic can use it.
     */
    CompletableFuture<CommandResponse> submit(MetadataCommand command);
}
