package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;

/** SyncGroup 0-5: a member fetches its assignment, and the leader brings all of them. */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequestData> {

    private final GroupRoute groups;

    SyncGroupHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, SyncGroupRequestData request) {
        return groups.answer(
                context,
                AclOperation.READ,
                request.groupId(),
                (shard, caller, nowMs) -> shard.sync(caller, request, nowMs),
                error -> new SyncGroupResponseData().setErrorCode(error.code()));
    }
}
