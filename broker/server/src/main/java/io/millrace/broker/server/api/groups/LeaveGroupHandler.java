package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;

/** LeaveGroup 0-5: members go at once instead of timing out. */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequestData> {

    private final GroupRoute groups;

    LeaveGroupHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, LeaveGroupRequestData request) {
        return groups.answer(
                context,
                AclOperation.READ,
                request.groupId(),
                (shard, caller, nowMs) -> shard.leave(caller, request, nowMs),
                error -> new LeaveGroupResponseData().setErrorCode(error.code()));
    }
}
