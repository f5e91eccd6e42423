package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.CreatePartitions;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.PartitionsCreated;
import io.millrace.broker.metadata.command.TopicGrowth;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;

/** CreatePartitions 0-3. */
final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequestData> {

    private final BrokerServices services;

    CreatePartitionsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, CreatePartitionsRequestData request) {
        List<TopicGrowth> topics = new ArrayList<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            Optional<List<List<Integer>>> assignments = Optional.ofNullable(topic.assignments())
                    .map(lists -> lists.stream()
                            .map(CreatePartitionsAssignment::brokerIds)
                            .toList());
            topics.add(new TopicGrowth(topic.name(), topic.count(), assignments));
        }
        var command = new CreatePartitions(topics, request.validateOnly());
        return services.cluster().submit(command).handle((created, failure) -> {
            var response = new CreatePartitionsResponseData();
            if (created instanceof PartitionsCreated done) {
                done.topics().forEach(topic -> response.results().add(result(topic.name(), topic.outcome())));
            } else {
                Outcome refusal = CommandFailure.of(created, failure);
                topics.forEach(topic -> response.results().add(result(topic.topicName(), refusal)));
            }
            return new Answer.Message(response);
        });
    }

    private static CreatePartitionsTopicResult result(String name, Outcome outcome) {
        return new CreatePartitionsTopicResult()
                .setName(name)
                .setErrorCode(outcome.error().code())
                .setErrorMessage(outcome.message().orElse(null));
    }
}
