package io.millrace.broker.server.api;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.server.hosting.ClusterMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;

/** Makes topics that nobody created but somebody needs: with the broker's defaults, or as internal topics must be. */
public final class TopicCreation {

    private final ClusterMetadata cluster;
    private final ApiSettings settings;
    private final OffsetsTopic offsetsTopic;

    /**
     * How the topic of committed offsets is made.
     *
     * @param partitionCount offsets.topic.num.partitions
     * @param replicationFactor offsets.topic.replication.factor
     * @param segmentBytes offsets.topic.segment.bytes
     */
    public record OffsetsTopic(int partitionCount, int replicationFactor, int segmentBytes) {}

    /** Proposes to this cluster. */
    public TopicCreation(ClusterMetadata cluster, ApiSettings settings, OffsetsTopic offsetsTopic) {
        this.cluster = cluster;
        this.settings = settings;
        this.offsetsTopic = offsetsTopic;
    }

    /** Proposes the topics; what the cluster refuses stays missing, and the caller looks at the image again. */
    CompletableFuture<CommandResponse> create(Collection<String> names) {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : names) {
            topics.add(Topic.GROUP_METADATA_TOPIC_NAME.equals(name) ? offsets(name) : ordinary(name));
        }
        return cluster.submit(
                new CreateTopics(topics, settings.defaultPartitionCount(), settings.defaultReplicationFactor(), false));
    }

    private static NewTopic ordinary(String name) {
        return new NewTopic(Uuid.randomUuid(), name, NewTopic.USE_DEFAULT, NewTopic.USE_DEFAULT, Map.of());
    }

    private NewTopic offsets(String name) {
        Map<String, String> configs = Map.of(
                "cleanup.policy", "compact",
                "compression.type", "producer",
                "segment.bytes", Integer.toString(offsetsTopic.segmentBytes()));
        return new NewTopic(
                Uuid.randomUuid(), name, offsetsTopic.partitionCount(), offsetsTopic.replicationFactor(), configs);
    }
}
