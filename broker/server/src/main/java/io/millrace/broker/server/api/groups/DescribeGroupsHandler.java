package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.AuthorizedOperations;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/** DescribeGroups 0-6: members and assignments. */
final class DescribeGroupsHandler implements ApiHandler<DescribeGroupsRequestData> {

    private final GroupRoute groups;

    DescribeGroupsHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeGroupsRequestData request) {
        List<CompletableFuture<DescribedGroup>> described = request.groups().stream()
                .map(groupId -> describe(context, request, groupId))
                .toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new DescribeGroupsResponseData();
                    described.forEach(group -> response.groups().add(group.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<DescribedGroup> describe(
            RequestContext context, DescribeGroupsRequestData request, String groupId) {
        if (!groups.access().group(context, AclOperation.DESCRIBE, groupId)) {
            return CompletableFuture.completedFuture(
                    new DescribedGroup().setGroupId(groupId).setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code()));
        }
        return groups.read(groupId, shard -> shard.describe(groupId, context.version()))
                .thenApply(group -> {
                    boolean found = group.errorCode() == Errors.NONE.code();
                    return group.setAuthorizedOperations(
                            request.includeAuthorizedOperations() && found
                                    ? groups.access().operations(context, ResourceType.GROUP, groupId)
                                    : AuthorizedOperations.NOT_ASKED);
                })
                .exceptionally(failure -> new DescribedGroup()
                        .setGroupId(groupId)
                        .setErrorCode(ErrorMapping.of(failure).error().code()));
    }
}
