package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;

/** JoinGroup 0-9: a member enters a classic group; the answer waits for the others. */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequestData> {

    private final GroupRoute groups;

    JoinGroupHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, JoinGroupRequestData request) {
        String freshId = Uuid.randomUuid().toString();
        return groups.answer(
                context,
                AclOperation.READ,
                request.groupId(),
                (shard, caller, nowMs) -> shard.join(caller, request, freshId, nowMs),
                error -> new JoinGroupResponseData().setErrorCode(error.code()).setMemberId(request.memberId()));
    }
}
