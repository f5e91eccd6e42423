package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** OffsetDelete 0: forgets committed offsets of topics that the group does not read any more. */
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequestData> {

    private final GroupRoute groups;

    OffsetDeleteHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, OffsetDeleteRequestData request) {
        List<OffsetDeleteRequestTopic> refused = new ArrayList<>();
        OffsetDeleteRequestData readable = request.duplicate();
        readable.topics().removeIf(topic -> isRefused(context, topic, refused));
        return groups.answer(
                        context,
                        AclOperation.DELETE,
                        request.groupId(),
                        (shard, caller, nowMs) -> shard.deleteOffsets(caller, readable, nowMs),
                        error -> new OffsetDeleteResponseData().setErrorCode(error.code()))
                .thenApply(answer -> refused.isEmpty() ? answer : withRefused(answer, refused));
    }

    private boolean isRefused(
            RequestContext context, OffsetDeleteRequestTopic topic, List<OffsetDeleteRequestTopic> refused) {
        return !groups.access().topic(context, AclOperation.READ, topic.name()) && refused.add(topic);
    }

    private static Answer withRefused(Answer answer, List<OffsetDeleteRequestTopic> refused) {
        var response = (OffsetDeleteResponseData) ((Answer.Message) answer).message();
        if (response.errorCode() == Errors.NONE.code()) {
            for (OffsetDeleteRequestTopic topic : refused) {
                var answered = new OffsetDeleteResponseTopic().setName(topic.name());
                topic.partitions().forEach(partition -> answered.partitions()
                        .add(new OffsetDeleteResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code())));
                response.topics().add(answered);
            }
        }
        return answer;
    }
}
