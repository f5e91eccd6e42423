package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;

/** OffsetDelete 0: forgets committed offsets of topics that the group does not read any more. */
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequestData> {

    private final GroupRoute groups;

    OffsetDeleteHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, OffsetDeleteRequestData request) {
        return groups.answer(
                context,
                request.groupId(),
                (shard, caller, nowMs) -> shard.deleteOffsets(caller, request, nowMs),
                error -> new OffsetDeleteResponseData().setErrorCode(error.code()));
    }
}
