package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.AuthorizedOperations;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;

/** ConsumerGroupDescribe 0-1: members, what they have and what they shall have. */
final class ConsumerGroupDescribeHandler implements ApiHandler<ConsumerGroupDescribeRequestData> {

    private final GroupRoute groups;

    ConsumerGroupDescribeHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ConsumerGroupDescribeRequestData request) {
        List<CompletableFuture<DescribedGroup>> described = request.groupIds().stream()
                .map(groupId -> describe(groupId, request.includeAuthorizedOperations()))
                .toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new ConsumerGroupDescribeResponseData();
                    described.forEach(group -> response.groups().add(group.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<DescribedGroup> describe(String groupId, boolean withOperations) {
        return groups.read(groupId, shard -> shard.describeConsumer(groupId))
                .thenApply(group -> {
                    boolean found = group.errorCode() == Errors.NONE.code();
                    return group.setAuthorizedOperations(
                            withOperations && found ? AuthorizedOperations.GROUP : AuthorizedOperations.NOT_ASKED);
                })
                .exceptionally(failure -> {
                    var fault = ErrorMapping.of(failure);
                    return new DescribedGroup()
                            .setGroupId(groupId)
                            .setErrorCode(fault.error().code())
                            .setErrorMessage(fault.message());
                });
    }
}
