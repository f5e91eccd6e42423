package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.protocol.Errors;

/** DeleteGroups 0-2: each group is asked of its own shard. */
final class DeleteGroupsHandler implements ApiHandler<DeleteGroupsRequestData> {

    private final GroupRoute groups;

    DeleteGroupsHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DeleteGroupsRequestData request) {
        List<CompletableFuture<DeletableGroupResult>> deleted = request.groupsNames().stream()
                .distinct()
                .map(groupId -> delete(context, groupId))
                .toList();
        return CompletableFuture.allOf(deleted.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new DeleteGroupsResponseData();
                    deleted.forEach(group -> response.results().add(group.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<DeletableGroupResult> delete(RequestContext context, String groupId) {
        if (!groups.access().group(context, AclOperation.DELETE, groupId)) {
            return CompletableFuture.completedFuture(new DeletableGroupResult()
                    .setGroupId(groupId)
                    .setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code()));
        }
        var single = new DeleteGroupsRequestData().setGroupsNames(List.of(groupId));
        return groups.decide(context, groupId, (shard, caller, nowMs) -> shard.deleteGroups(caller, single, nowMs))
                .handle((response, failure) -> {
                    var result = new DeletableGroupResult().setGroupId(groupId);
                    return failure == null
                            ? result.setErrorCode(((DeleteGroupsResponseData) response)
                                    .results()
                                    .find(groupId)
                                    .errorCode())
                            : result.setErrorCode(
                                    ErrorMapping.of(failure).error().code());
                });
    }
}
