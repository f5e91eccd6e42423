package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.DeleteTopics;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicReference;
import io.millrace.broker.metadata.command.TopicsDeleted;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.metadata.image.TopicsImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.MutationQuota;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** DeleteTopics 1-6, by name or (6) by id. */
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequestData> {

    private static final short FIRST_VERSION_WITH_IDS = 6;

    /** From here on clients know what THROTTLING_QUOTA_EXCEEDED means. */
    private static final int FIRST_STRICT_VERSION = 5;

    private final BrokerServices services;

    DeleteTopicsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DeleteTopicsRequestData request) {
        List<TopicReference> topics = new ArrayList<>();
        if (context.version() >= FIRST_VERSION_WITH_IDS) {
            request.topics()
                    .forEach(topic ->
                            topics.add(new TopicReference(Optional.ofNullable(topic.name()), topic.topicId())));
        } else {
            request.topicNames().forEach(name -> topics.add(TopicReference.of(name)));
        }
        var response = new DeleteTopicsResponseData();
        var mutations = new MutationQuota(services, context, FIRST_STRICT_VERSION);
        List<TopicReference> allowed = allowed(context, topics, mutations, response);
        if (allowed.isEmpty() && !topics.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.Message(response, mutations.throttleMs()));
        }
        return services.cluster().submit(new DeleteTopics(allowed)).handle((deleted, failure) -> {
            fill(response, allowed, deleted, failure);
            return new Answer.Message(response, mutations.throttleMs());
        });
    }

    /** Those that may be deleted, and an answer for each of the others. */
    private List<TopicReference> allowed(
            RequestContext context,
            List<TopicReference> topics,
            MutationQuota mutations,
            DeleteTopicsResponseData response) {
        List<TopicReference> allowed = new ArrayList<>();
        Map<Uuid, Integer> mentions = new HashMap<>();
        topics.forEach(topic -> find(topic).ifPresent(known -> mentions.merge(known.id(), 1, Integer::sum)));
        for (TopicReference topic : topics) {
            if (!isAllowed(context, topic, response)) {
                continue;
            }
            if (find(topic).filter(known -> mentions.get(known.id()) > 1).isPresent()) {
                response.responses()
                        .add(result(
                                topic,
                                Outcome.refused(
                                        Errors.INVALID_REQUEST, "The request names the topic more than once.")));
            } else if (!services.settings().deleteTopics()) {
                response.responses()
                        .add(result(
                                topic,
                                Outcome.refused(
                                        Errors.TOPIC_DELETION_DISABLED,
                                        "Topics are kept: delete.topic.enable=false.")));
            } else if (!mutations.take(partitions(topic))) {
                response.responses()
                        .add(result(
                                topic,
                                Outcome.refused(
                                        Errors.THROTTLING_QUOTA_EXCEEDED, Errors.THROTTLING_QUOTA_EXCEEDED.message())));
            } else {
                allowed.add(topic);
            }
        }
        return allowed;
    }

    private int partitions(TopicReference reference) {
        return find(reference).map(topic -> topic.partitions().size()).orElse(0);
    }

    private Optional<TopicImage> find(TopicReference reference) {
        TopicsImage topics = services.cluster().image().topics();
        return reference.name().map(topics::find).orElseGet(() -> topics.find(reference.id()));
    }

    /** If not, the response gets the refusal, which names a topic only to those who may know of it. */
    private boolean isAllowed(RequestContext context, TopicReference topic, DeleteTopicsResponseData response) {
        Optional<TopicImage> image = find(topic);
        Optional<String> name = topic.name().or(() -> image.map(TopicImage::name));
        if (name.isEmpty()) {
            return true;
        }
        boolean visible = services.access().topic(context, AclOperation.DESCRIBE, name.get());
        if (visible && (image.isEmpty() || services.access().topic(context, AclOperation.DELETE, name.get()))) {
            return true;
        }
        TopicReference named = visible ? new TopicReference(name, image.get().id()) : topic;
        response.responses()
                .add(result(
                        named,
                        Outcome.refused(
                                Errors.TOPIC_AUTHORIZATION_FAILED, Errors.TOPIC_AUTHORIZATION_FAILED.message())));
        return false;
    }

    private static void fill(
            DeleteTopicsResponseData response,
            List<TopicReference> topics,
            CommandResponse deleted,
            Throwable failure) {
        if (deleted instanceof TopicsDeleted done) {
            done.topics().forEach(topic -> response.responses().add(result(topic.topic(), topic.outcome())));
        } else {
            Outcome refusal = CommandFailure.of(deleted, failure);
            topics.forEach(topic -> response.responses().add(result(topic, refusal)));
        }
    }

    private static DeletableTopicResult result(TopicReference topic, Outcome outcome) {
        return new DeletableTopicResult()
                .setName(topic.name().orElse(null))
                .setTopicId(topic.id())
                .setErrorCode(outcome.error().code())
                .setErrorMessage(outcome.message().orElse(null));
    }
}
