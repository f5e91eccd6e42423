package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/** ConsumerGroupHeartbeat 0-1: all that a member of the consumer protocol has to say to its group. */
final class ConsumerGroupHeartbeatHandler implements ApiHandler<ConsumerGroupHeartbeatRequestData> {

    private final GroupRoute groups;

    ConsumerGroupHeartbeatHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ConsumerGroupHeartbeatRequestData request) {
        if (refusesTopics(context, request)) {
            return Answer.now(refused(Errors.TOPIC_AUTHORIZATION_FAILED));
        }
        Access access = groups.access();
        String freshId = Uuid.randomUuid().toString();
        return groups.answer(
                context,
                AclOperation.READ,
                request.groupId(),
                (shard, caller, nowMs) -> shard.consumerHeartbeat(
                        caller,
                        request,
                        freshId,
                        topic -> access.mayQuietly(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic),
                        nowMs),
                ConsumerGroupHeartbeatHandler::refused);
    }

    /** Who may not use the group is told that first. */
    private boolean refusesTopics(RequestContext context, ConsumerGroupHeartbeatRequestData request) {
        Access access = groups.access();
        return request.subscribedTopicNames() != null
                && access.mayQuietly(context, AclOperation.READ, ResourceType.GROUP, request.groupId())
                && !request.subscribedTopicNames().stream()
                        .allMatch(topic -> access.topic(context, AclOperation.DESCRIBE, topic));
    }

    private static ConsumerGroupHeartbeatResponseData refused(Errors error) {
        return new ConsumerGroupHeartbeatResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(error.message());
    }
}
