package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import java.util.Optional;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.Errors;

/** What can be said about a heartbeat without knowing the group. */
public final class HeartbeatCheck {
    static final int JOIN = 0;
    static final int LEAVE = -1;
    static final int LEAVE_STATIC = -2;
    private static final short FIRST_WITH_CLIENT_IDS = 1;

    private HeartbeatCheck() {}

    public static Optional<Refusal> complaint(
            ConsumerGroupHeartbeatRequestData request, short apiVersion, ConsumerConfig config) {
        if (!config.enabled()) {
            return Optional.of(new Refusal(Errors.UNSUPPORTED_VERSION, "The consumer group protocol is not enabled."));
        }
        return invalid(request, apiVersion)
                .map(message -> new Refusal(Errors.INVALID_REQUEST, message))
                .or(() -> unsupportedAssignor(request, config))
                .or(() -> badRegex(request));
    }

    private static Optional<String> invalid(ConsumerGroupHeartbeatRequestData request, short apiVersion) {
        boolean idComesLater = apiVersion < FIRST_WITH_CLIENT_IDS && request.memberEpoch() == JOIN;
        if (request.memberId().isEmpty() && !idComesLater) {
            return Optional.of("MemberId can't be empty.");
        }
        if (request.groupId().isEmpty()) {
            return Optional.of("GroupId can't be empty.");
        }
        if (request.instanceId() != null && request.instanceId().isEmpty()) {
            return Optional.of("InstanceId can't be empty.");
        }
        if (request.rackId() != null && request.rackId().isEmpty()) {
            return Optional.of("RackId can't be empty.");
        }
        if (request.memberEpoch() < LEAVE_STATIC) {
            return Optional.of("MemberEpoch is invalid.");
        }
        if (request.memberEpoch() == LEAVE_STATIC && request.instanceId() == null) {
            return Optional.of("InstanceId can't be null.");
        }
        return request.memberEpoch() == JOIN ? invalidJoin(request) : Optional.empty();
    }

    private static Optional<String> invalidJoin(ConsumerGroupHeartbeatRequestData request) {
        if (request.rebalanceTimeoutMs() < 0) {
            return Optional.of("RebalanceTimeoutMs must be provided in first request.");
        }
        if (request.topicPartitions() == null || !request.topicPartitions().isEmpty()) {
            return Optional.of("TopicPartitions must be empty when (re-)joining.");
        }
        if (request.subscribedTopicNames() == null && request.subscribedTopicRegex() == null) {
            return Optional.of(
                    "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> unsupportedAssignor(
            ConsumerGroupHeartbeatRequestData request, ConsumerConfig config) {
        String wanted = request.serverAssignor();
        return wanted == null || config.assignors().contains(wanted)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Errors.UNSUPPORTED_ASSIGNOR,
                        "ServerAssignor " + wanted + " is not supported. Supported assignors: "
                                + String.join(", ", config.assignors()) + "."));
    }

    private static Optional<Refusal> badRegex(ConsumerGroupHeartbeatRequestData request) {
        String regex = request.subscribedTopicRegex();
        return regex == null || regex.isEmpty() ? Optional.empty() : TopicRegex.complaint(regex);
    }
}
