package io.millrace.broker.server.api;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.command.TopicsCreated.CreatedTopic;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.hosting.ClusterMetadata;
import java.util.concurrent.CompletableFuture;

/** A cluster that is as the test says and makes no topic, for the reason that the test gives. */
public final class ScriptedCluster implements ClusterMetadata {

    private final MetadataImage image;
    private final Outcome refusal;

    public ScriptedCluster(MetadataImage image, Outcome refusal) {
        this.image = image;
        this.refusal = refusal;
    }

    @Override
    public MetadataImage image() {
        return image;
    }

    @Override
    public CompletableFuture<CommandResponse> submit(MetadataCommand command) {
        return CompletableFuture.completedFuture(new TopicsCreated(((CreateTopics) command)
                .topics().stream()
                        .map(topic -> CreatedTopic.refused(topic.name(), refusal))
                        .toList()));
    }
}
