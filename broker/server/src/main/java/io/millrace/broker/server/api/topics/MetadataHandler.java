package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.AuthorizedOperations;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Metadata 0-13: brokers, topics and who leads what. Topics that are asked for by name may be made on the way; the
 * answer then waits for them, so that the client need not ask twice.
 */
final class MetadataHandler implements ApiHandler<MetadataRequestData> {

    private static final short FIRST_VERSION_WITHOUT_EMPTY_AS_ALL = 1;
    private static final short FIRST_VERSION_WITH_IDS = 10;
    private static final short FIRST_VERSION_WITH_NULL_NAMES = 12;
    private static final Outcome NOT_AUTHORIZED =
            Outcome.refused(Errors.TOPIC_AUTHORIZATION_FAILED, Errors.TOPIC_AUTHORIZATION_FAILED.message());

    private final BrokerServices services;
    private final TopicCreation creation;

    MetadataHandler(BrokerServices services, TopicCreation creation) {
        this.services = services;
        this.creation = creation;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, MetadataRequestData request) {
        Set<String> missing = missing(context, request);
        if (missing.isEmpty()) {
            return Answer.now(describe(context, request, Map.of()));
        }
        Map<String, Outcome> forbidden = forbidden(context, missing);
        missing.removeAll(forbidden.keySet());
        if (missing.isEmpty()) {
            return Answer.now(describe(context, request, forbidden));
        }
        return creation.create(missing).thenApply(refusals -> {
            forbidden.putAll(refusals);
            return new Answer.Message(describe(context, request, forbidden));
        });
    }

    /** The topics that this client may not make, on the cluster or by their own names. */
    private Map<String, Outcome> forbidden(RequestContext context, Set<String> missing) {
        Map<String, Outcome> forbidden = new TreeMap<>();
        Access access = services.access();
        if (!access.clusterQuietly(context, AclOperation.CREATE)) {
            missing.stream()
                    .filter(name -> !access.topic(context, AclOperation.CREATE, name))
                    .forEach(name -> forbidden.put(name, NOT_AUTHORIZED));
        }
        return forbidden;
    }

    private Set<String> missing(RequestContext context, MetadataRequestData request) {
        Set<String> missing = new TreeSet<>();
        if (request.topics() != null
                && request.allowAutoTopicCreation()
                && services.settings().autoCreateTopics()) {
            MetadataImage image = services.cluster().image();
            for (MetadataRequestTopic topic : request.topics()) {
                String name = topic.name();
                if (name != null && image.topics().find(name).isEmpty() && isValid(name) && isVisible(context, name)) {
                    missing.add(name);
                }
            }
        }
        return missing;
    }

    private boolean isVisible(RequestContext context, String name) {
        return services.access().mayQuietly(context, AclOperation.DESCRIBE, ResourceType.TOPIC, name);
    }

    private static boolean isValid(String name) {
        try {
            Topic.validate(name);
            return true;
        } catch (InvalidTopicException e) {
            return false;
        }
    }

    private MetadataResponseData describe(
            RequestContext context, MetadataRequestData request, Map<String, Outcome> refusals) {
        MetadataImage image = services.cluster().image();
        var response = new MetadataResponseData()
                .setClusterId(image.clusterId())
                .setControllerId(services.identity().nodeId())
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? services.access().clusterOperations(context)
                                : AuthorizedOperations.NOT_ASKED);
        for (BrokerImage broker : image.brokers().values()) {
            broker.endpoint(context.listener()).ifPresent(endpoint -> response.brokers()
                    .add(new MetadataResponseBroker()
                            .setNodeId(broker.brokerId())
                            .setHost(endpoint.host())
                            .setPort(endpoint.port())
                            .setRack(broker.rack().orElse(null))));
        }
        if (wantsAll(context, request)) {
            image.topics().byName().values().stream()
                    .filter(topic -> isVisible(context, topic.name()))
                    .forEach(topic -> add(context, response, request, describe(topic)));
        } else {
            // Growing takes minutes when many names have neighbouring hashes, and it grows when it is half full.
            response.setTopics(new MetadataResponseData.MetadataResponseTopicCollection(
                    request.topics().size() + 2));
            request.topics()
                    .forEach(topic -> add(context, response, request, describe(context, image, topic, refusals)));
        }
        return response;
    }

    private static boolean wantsAll(RequestContext context, MetadataRequestData request) {
        return request.topics() == null
                || (request.topics().isEmpty() && context.version() < FIRST_VERSION_WITHOUT_EMPTY_AS_ALL);
    }

    private void add(
            RequestContext context,
            MetadataResponseData response,
            MetadataRequestData request,
            MetadataResponseTopic topic) {
        boolean found = topic.errorCode() == Errors.NONE.code();
        topic.setTopicAuthorizedOperations(
                request.includeTopicAuthorizedOperations() && found
                        ? services.access().operations(context, ResourceType.TOPIC, topic.name())
                        : AuthorizedOperations.NOT_ASKED);
        response.topics().add(topic);
    }

    private MetadataResponseTopic describe(
            RequestContext context, MetadataImage image, MetadataRequestTopic wanted, Map<String, Outcome> refusals) {
        boolean byId = context.version() >= FIRST_VERSION_WITH_IDS && !Uuid.ZERO_UUID.equals(wanted.topicId());
        Optional<TopicImage> topic = byId
                ? image.topics().find(wanted.topicId())
                : Optional.ofNullable(wanted.name()).flatMap(image.topics()::find);
        String name = topic.map(TopicImage::name).orElse(wanted.name());
        if (name != null && !services.access().topic(context, AclOperation.DESCRIBE, name)) {
            // Of a topic that the client named, not even its existence is told.
            return new MetadataResponseTopic()
                    .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code())
                    .setName(byId ? (context.version() < FIRST_VERSION_WITH_NULL_NAMES ? "" : null) : name)
                    .setTopicId(byId ? wanted.topicId() : Uuid.ZERO_UUID);
        }
        return topic.map(this::describe).orElseGet(() -> new MetadataResponseTopic()
                .setErrorCode(unknown(byId, wanted, refusals).code())
                .setName(
                        wanted.name() == null && context.version() < FIRST_VERSION_WITH_NULL_NAMES ? "" : wanted.name())
                .setTopicId(wanted.topicId()));
    }

    private static Errors unknown(boolean byId, MetadataRequestTopic wanted, Map<String, Outcome> refusals) {
        if (byId) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        if (wanted.name() != null && refusals.containsKey(wanted.name())) {
            return refusals.get(wanted.name()).error();
        }
        return wanted.name() != null && isValid(wanted.name())
                ? Errors.UNKNOWN_TOPIC_OR_PARTITION
                : Errors.INVALID_TOPIC_EXCEPTION;
    }

    private MetadataResponseTopic describe(TopicImage topic) {
        var described = new MetadataResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(Topic.isInternal(topic.name()));
        for (PartitionImage partition : topic.partitions()) {
            boolean offline = services.partitions().isOffline(topic.id(), partition.partition());
            int leader = offline ? PartitionImage.NO_LEADER : partition.leader();
            boolean led = leader != PartitionImage.NO_LEADER;
            described
                    .partitions()
                    .add(new MetadataResponsePartition()
                            .setErrorCode((led ? Errors.NONE : Errors.LEADER_NOT_AVAILABLE).code())
                            .setPartitionIndex(partition.partition())
                            .setLeaderId(leader)
                            .setLeaderEpoch(partition.leaderEpoch())
                            .setReplicaNodes(partition.replicas())
                            .setIsrNodes(partition.isr())
                            .setOfflineReplicas(offline ? partition.replicas() : List.of()));
        }
        return described;
    }
}
