package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;

/** ConsumerGroupHeartbeat 0-1: all that a member of the consumer protocol has to say to its group. */
final class ConsumerGroupHeartbeatHandler implements ApiHandler<ConsumerGroupHeartbeatRequestData> {

    private final GroupRoute groups;

    ConsumerGroupHeartbeatHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ConsumerGroupHeartbeatRequestData request) {
        String freshId = Uuid.randomUuid().toString();
        return groups.answer(
                context,
                request.groupId(),
                (shard, caller, nowMs) -> shard.consumerHeartbeat(caller, request, freshId, nowMs),
                error -> new ConsumerGroupHeartbeatResponseData()
                        .setErrorCode(error.code())
                        .setErrorMessage(error.message()));
    }
}
