package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;

/** Heartbeat 0-4: a member is alive. */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequestData> {

    private final GroupRoute groups;

    HeartbeatHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, HeartbeatRequestData request) {
        return groups.answer(
                context,
                AclOperation.READ,
                request.groupId(),
                (shard, caller, nowMs) -> shard.heartbeat(caller, request, nowMs),
                error -> new HeartbeatResponseData().setErrorCode(error.code()));
    }
}
