package io.millrace.broker.server.api.groups;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.BrokerEndpoint;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.api.topics.TopicCreation;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/**
 * FindCoordinator 0-6 for groups and transactional ids. The first of either makes the topic that holds them; the answer
 * waits for it.
 */
public final class FindCoordinatorHandler implements ApiHandler<FindCoordinatorRequestData> {

    private static final short FIRST_VERSION_WITH_MANY_KEYS = 4;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;

    /** Clients ask again after it; whatever else they are told ends their search. */
    private static final Outcome NOT_YET =
            Outcome.refused(Errors.COORDINATOR_NOT_AVAILABLE, Errors.COORDINATOR_NOT_AVAILABLE.message());

    private final BrokerServices services;
    private final TopicCreation creation;

    public FindCoordinatorHandler(BrokerServices services, TopicCreation creation) {
        this.services = services;
        this.creation = creation;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, FindCoordinatorRequestData request) {
        Optional<String> name = topicName(request.keyType());
        if (name.isPresent() && topic(name.get()).isEmpty() && asksForSomeAllowed(context, request)) {
            return creation.create(List.of(name.get()))
                    .thenApply(refusals ->
                            new Answer.Message(answer(context, request, refusals.getOrDefault(name.get(), NOT_YET))));
        }
        return Answer.now(answer(context, request, NOT_YET));
    }

    private boolean asksForSomeAllowed(RequestContext context, FindCoordinatorRequestData request) {
        return context.version() >= FIRST_VERSION_WITH_MANY_KEYS
                ? request.coordinatorKeys().stream().anyMatch(key -> mayFind(context, request.keyType(), key))
                : mayFind(context, request.keyType(), request.key());
    }

    private boolean mayFind(RequestContext context, byte keyType, String key) {
        ResourceType type = keyType == TRANSACTION ? ResourceType.TRANSACTIONAL_ID : ResourceType.GROUP;
        return services.access().mayQuietly(context, AclOperation.DESCRIBE, type, key);
    }

    /** Empty for kinds of coordinators that are not served. */
    private static Optional<String> topicName(byte keyType) {
        return switch (keyType) {
            case GROUP -> Optional.of(Topic.GROUP_METADATA_TOPIC_NAME);
            case TRANSACTION -> Optional.of(Topic.TRANSACTION_STATE_TOPIC_NAME);
            default -> Optional.empty();
        };
    }

    private Optional<TopicImage> topic(String name) {
        return services.cluster().image().topics().find(name);
    }

    /** With {@code otherwise} where there is no coordinator. */
    private FindCoordinatorResponseData answer(
            RequestContext context, FindCoordinatorRequestData request, Outcome otherwise) {
        var response = new FindCoordinatorResponseData();
        if (context.version() >= FIRST_VERSION_WITH_MANY_KEYS) {
            request.coordinatorKeys()
                    .forEach(key -> response.coordinators().add(find(context, request.keyType(), key, otherwise)));
            return response;
        }
        Coordinator found = find(context, request.keyType(), request.key(), otherwise);
        return response.setNodeId(found.nodeId())
                .setHost(found.host())
                .setPort(found.port())
                .setErrorCode(found.errorCode())
                .setErrorMessage(found.errorMessage());
    }

    private Coordinator find(RequestContext context, byte keyType, String key, Outcome otherwise) {
        Errors refusal = refusal(context, keyType, key);
        if (refusal != Errors.NONE) {
            return refused(key, refusal, refusal.message());
        }
        Optional<String> name = topicName(keyType);
        if (name.isEmpty()) {
            return refused(key, Errors.INVALID_REQUEST, "This release has no share groups.");
        }
        MetadataImage image = services.cluster().image();
        return topic(name.get())
                .flatMap(topic -> topic.partition(
                                GroupShards.partitionOf(key, topic.partitions().size()))
                        .filter(partition -> !services.partitions().isOffline(topic.id(), partition.partition())))
                .flatMap(partition -> image.broker(partition.leader()))
                .flatMap(broker -> broker.endpoint(context.listener())
                        .map(endpoint -> coordinator(key, broker.brokerId(), endpoint)))
                .orElseGet(() -> refused(
                        key,
                        otherwise.error(),
                        otherwise.message().orElse(otherwise.error().message())));
    }

    private Errors refusal(RequestContext context, byte keyType, String key) {
        Access access = services.access();
        if (keyType == TRANSACTION) {
            return access.transactionalId(context, AclOperation.DESCRIBE, key)
                    ? Errors.NONE
                    : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        }
        return keyType != GROUP || access.group(context, AclOperation.DESCRIBE, key)
                ? Errors.NONE
                : Errors.GROUP_AUTHORIZATION_FAILED;
    }

    private static Coordinator coordinator(String key, int brokerId, BrokerEndpoint endpoint) {
        return new Coordinator()
                .setKey(key)
                .setNodeId(brokerId)
                .setHost(endpoint.host())
                .setPort(endpoint.port());
    }

    private static Coordinator refused(String key, Errors error, String message) {
        return new Coordinator()
                .setKey(key)
                .setNodeId(-1)
                .setHost("")
                .setPort(-1)
                .setErrorCode(error.code())
                .setErrorMessage(message);
    }
}
