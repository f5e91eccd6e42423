package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.command.TopicsCreated.CreatedTopic;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.request.ApiSettings;
import io.millrace.broker.server.request.CommandFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics that nobody created but somebody needs: with the broker's defaults, or as internal topics must be. */
public final class TopicCreation {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicCreation.class);
    private static final int MAX_WARNED = 1_000;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final ClusterMetadata cluster;
    private final ApiSettings settings;
    private final OffsetsTopic offsetsTopic;
    private final TransactionsTopic transactionsTopic;

    /**
     * How the topic of committed offsets is made.
     *
     * @param partitionCount offsets.topic.num.partitions
     * @param replicationFactor offsets.topic.replication.factor
     * @param segmentBytes offsets.topic.segment.bytes
     */
    public record OffsetsTopic(int partitionCount, int replicationFactor, int segmentBytes) {}

    /**
     * How the topic of transactions is made.
     *
     * @param partitionCount transaction.state.log.num.partitions
     * @param replicationFactor transaction.state.log.replication.factor
     * @param minInsyncReplicas transaction.state.log.min.isr
     * @param segmentBytes transaction.state.log.segment.bytes
     */
    public record TransactionsTopic(
            int partitionCount, int replicationFactor, int minInsyncReplicas, int segmentBytes) {}

    /** Proposes to this cluster. */
    public TopicCreation(
            ClusterMetadata cluster,
            ApiSettings settings,
            OffsetsTopic offsetsTopic,
            TransactionsTopic transactionsTopic) {
        this.transactionsTopic = transactionsTopic;
        this.cluster = cluster;
        this.settings = settings;
        this.offsetsTopic = offsetsTopic;
    }

    /** Proposes the topics. Tells which ones the cluster refused and why; what failed otherwise may be tried again. */
    public CompletableFuture<Map<String, Outcome>> create(Collection<String> names) {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : names) {
            topics.add(
                    switch (name) {
                        case Topic.GROUP_METADATA_TOPIC_NAME -> offsets(name);
                        case Topic.TRANSACTION_STATE_TOPIC_NAME -> transactions(name);
                        default -> ordinary(name);
                    });
        }
        return cluster.submit(new CreateTopics(
                        topics, settings.defaultPartitionCount(), settings.defaultReplicationFactor(), false))
                .handle((response, failure) -> refusals(names, response, failure));
    }

    private Map<String, Outcome> refusals(Collection<String> names, CommandResponse response, Throwable failure) {
        Map<String, Outcome> refusals = new TreeMap<>();
        if (response instanceof TopicsCreated created) {
            for (CreatedTopic topic : created.topics()) {
                // Somebody else may have made it just now.
                if (!topic.outcome().done() && topic.outcome().error() != Errors.TOPIC_ALREADY_EXISTS) {
                    refusals.put(topic.name(), topic.outcome());
                }
            }
        } else {
            Outcome outcome = CommandFailure.of(response, failure);
            names.forEach(name -> warnOnce(name, outcome));
        }
        refusals.forEach(this::warnOnce);
        return refusals;
    }

    /** Clients ask again and again; the operator needs to be told once. */
    private void warnOnce(String name, Outcome outcome) {
        if (warned.size() >= MAX_WARNED) {
            warned.clear();
        }
        if (warned.add(name + ' ' + outcome.error())) {
            LOGGER.warn(
                    "A topic that somebody needs cannot be made. topic={} error={} reason=\"{}\"",
                    name,
                    outcome.error(),
                    outcome.message().orElse(""));
        }
    }

    private static NewTopic ordinary(String name) {
        return new NewTopic(Uuid.randomUuid(), name, NewTopic.USE_DEFAULT, NewTopic.USE_DEFAULT, Map.of());
    }

    private NewTopic transactions(String name) {
        Map<String, String> configs = Map.of(
                "cleanup.policy", "compact",
                "compression.type", "uncompressed",
                "min.insync.replicas", Integer.toString(transactionsTopic.minInsyncReplicas()),
                "segment.bytes", Integer.toString(transactionsTopic.segmentBytes()),
                "unclean.leader.election.enable", "false");
        return new NewTopic(
                Uuid.randomUuid(),
                name,
                transactionsTopic.partitionCount(),
                transactionsTopic.replicationFactor(),
                configs);
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
