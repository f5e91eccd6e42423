package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.AuthorizedOperations;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/** ConsumerGroupDescribe 0-1: members, what they have and what they shall have. */
final class ConsumerGroupDescribeHandler implements ApiHandler<ConsumerGroupDescribeRequestData> {

    private final GroupRoute groups;

    ConsumerGroupDescribeHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ConsumerGroupDescribeRequestData request) {
        List<CompletableFuture<DescribedGroup>> described = request.groupIds().stream()
                .map(groupId -> describe(context, groupId, request.includeAuthorizedOperations()))
                .toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new ConsumerGroupDescribeResponseData();
                    described.forEach(group -> response.groups().add(group.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<DescribedGroup> describe(RequestContext context, String groupId, boolean withOperations) {
        Access access = groups.access();
        if (!access.group(context, AclOperation.DESCRIBE, groupId)) {
            return CompletableFuture.completedFuture(refused(groupId, Errors.GROUP_AUTHORIZATION_FAILED));
        }
        return groups.read(groupId, shard -> shard.describeConsumer(groupId))
                .thenApply(group -> {
                    if (access.enforced() && !showsOnlyVisibleTopics(context, group)) {
                        return refused(groupId, Errors.TOPIC_AUTHORIZATION_FAILED);
                    }
                    boolean found = group.errorCode() == Errors.NONE.code();
                    return group.setAuthorizedOperations(
                            withOperations && found
                                    ? access.operations(context, ResourceType.GROUP, groupId)
                                    : AuthorizedOperations.NOT_ASKED);
                })
                .exceptionally(failure -> {
                    var fault = ErrorMapping.of(failure);
                    return new DescribedGroup()
                            .setGroupId(groupId)
                            .setErrorCode(fault.error().code())
                            .setErrorMessage(fault.message());
                });
    }

    private static DescribedGroup refused(String groupId, Errors error) {
        return new DescribedGroup()
                .setGroupId(groupId)
                .setErrorCode(error.code())
                .setErrorMessage(error.message());
    }

    private boolean showsOnlyVisibleTopics(RequestContext context, DescribedGroup group) {
        return group.members().stream()
                .flatMap(member -> Stream.of(
                                member.subscribedTopicNames().stream(),
                                topics(member.assignment()),
                                topics(member.targetAssignment()))
                        .flatMap(names -> names))
                .distinct()
                .allMatch(topic -> groups.access().topic(context, AclOperation.DESCRIBE, topic));
    }

    private static Stream<String> topics(Assignment assignment) {
        return assignment.topicPartitions().stream().map(TopicPartitions::topicName);
    }
}
