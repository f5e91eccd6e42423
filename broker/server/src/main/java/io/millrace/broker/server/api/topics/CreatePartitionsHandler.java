package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.CreatePartitions;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.PartitionsCreated;
import io.millrace.broker.metadata.command.TopicGrowth;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.MutationQuota;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** CreatePartitions 0-3. */
final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequestData> {

    private static final Outcome NOT_AUTHORIZED =
            Outcome.refused(Errors.TOPIC_AUTHORIZATION_FAILED, Errors.TOPIC_AUTHORIZATION_FAILED.message());

    /** From here on clients know what THROTTLING_QUOTA_EXCEEDED means. */
    private static final int FIRST_STRICT_VERSION = 3;

    private final BrokerServices services;

    CreatePartitionsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, CreatePartitionsRequestData request) {
        var response = new CreatePartitionsResponseData();
        List<TopicGrowth> topics = new ArrayList<>();
        var mutations = new MutationQuota(services, context, FIRST_STRICT_VERSION);
        for (CreatePartitionsTopic topic : request.topics()) {
            if (!services.access().topic(context, AclOperation.ALTER, topic.name())) {
                response.results().add(result(topic.name(), NOT_AUTHORIZED));
                continue;
            }
            Optional<List<List<Integer>>> assignments = Optional.ofNullable(topic.assignments())
                    .map(lists -> lists.stream()
                            .map(CreatePartitionsAssignment::brokerIds)
                            .toList());
            if (request.validateOnly() || mutations.take(added(topic))) {
                topics.add(new TopicGrowth(topic.name(), topic.count(), assignments));
            } else {
                response.results()
                        .add(result(
                                topic.name(),
                                Outcome.refused(
                                        Errors.THROTTLING_QUOTA_EXCEEDED, Errors.THROTTLING_QUOTA_EXCEEDED.message())));
            }
        }
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.Message(response, mutations.throttleMs()));
        }
        var command = new CreatePartitions(topics, request.validateOnly());
        return services.cluster().submit(command).handle((created, failure) -> {
            if (created instanceof PartitionsCreated done) {
                done.topics().forEach(topic -> response.results().add(result(topic.name(), topic.outcome())));
            } else {
                Outcome refusal = CommandFailure.of(created, failure);
                topics.forEach(topic -> response.results().add(result(topic.topicName(), refusal)));
            }
            return new Answer.Message(response, mutations.throttleMs());
        });
    }

    private int added(CreatePartitionsTopic topic) {
        int now = services.cluster()
                .image()
                .topics()
                .find(topic.name())
                .map(known -> known.partitions().size())
                .orElse(topic.count());
        return Math.max(0, topic.count() - now);
    }

    private static CreatePartitionsTopicResult result(String name, Outcome outcome) {
        return new CreatePartitionsTopicResult()
                .setName(name)
                .setErrorCode(outcome.error().code())
                .setErrorMessage(outcome.message().orElse(null));
    }
}
