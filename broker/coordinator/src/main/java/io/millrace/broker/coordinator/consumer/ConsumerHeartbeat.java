package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Client;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Subscription;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.Errors;

/**
 * ConsumerGroupHeartbeat, versions 0 and 1: a member joins, lives, changes its mind or leaves, and hears what it may use.
 * What can be wrong without knowing the group has been checked.
 */
public final class ConsumerHeartbeat {
    private ConsumerHeartbeat() {}

    public static boolean isJoin(ConsumerGroupHeartbeatRequestData request) {
        return request.memberEpoch() == HeartbeatCheck.JOIN;
    }

    public static boolean isLeave(ConsumerGroupHeartbeatRequestData request) {
        return request.memberEpoch() < HeartbeatCheck.JOIN;
    }

    /**
     * Answers, unless the member is refused; what the turn has drafted until then is not to happen.
     *
     * @param memberId the member's own, or a fresh one where the protocol lets us make it
     */
    public static Optional<Refusal> beat(
            ConsumerTurn turn, Caller caller, ConsumerGroupHeartbeatRequestData request, String memberId) {
        Optional<PartitionSet> owned = owned(request);
        Optional<Refusal> refusal = isJoin(request)
                ? Admission.join(turn, memberId, request.instanceId())
                : Admission.identity(turn.group(), memberId, request.instanceId())
                        .or(() -> Admission.epoch(turn.group(), memberId, request.memberEpoch(), owned));
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<ConsumerMemberValue> former = turn.group().member(memberId);
        PositionValue before = turn.group().position(memberId);
        ConsumerMemberValue member = memberOf(memberId, former, caller, request);
        Membership.update(turn, former, member);
        PositionValue position = Reconciliation.step(turn, member, owned);
        turn.expectSignOfLife(member);
        ConsumerGroupHeartbeatResponseData response = new ConsumerGroupHeartbeatResponseData()
                .setMemberId(memberId)
                .setMemberEpoch(position.epoch())
                .setHeartbeatIntervalMs(turn.heartbeatIntervalMs());
        boolean tells = isJoin(request) || isFull(request) || !before.assigned().equals(position.assigned());
        turn.reply(caller, tells ? response.setAssignment(assignment(position.assigned())) : response);
        return Optional.empty();
    }

    /** True when the member is gone; a static one that only goes away for a while is not. */
    public static boolean leave(ConsumerTurn turn, Caller caller, ConsumerGroupHeartbeatRequestData request) {
        String memberId = request.memberId();
        Optional<Refusal> refusal = Admission.identity(turn.group(), memberId, request.instanceId());
        if (refusal.isPresent()) {
            turn.reply(caller, refused(refusal.get()));
            return false;
        }
        turn.reply(
                caller,
                new ConsumerGroupHeartbeatResponseData().setMemberId(memberId).setMemberEpoch(request.memberEpoch()));
        if (request.memberEpoch() == HeartbeatCheck.LEAVE_STATIC) {
            turn.storePosition(memberId, turn.group().position(memberId).withEpoch(PositionValue.STATIC_LEFT));
            turn.expectNoStep(memberId);
            return false;
        }
        Membership.remove(turn, List.of(memberId));
        return true;
    }

    public static ConsumerGroupHeartbeatResponseData refused(Refusal refusal) {
        return refused(refusal.error()).setErrorMessage(refusal.message());
    }

    public static ConsumerGroupHeartbeatResponseData refused(Errors error) {
        return new ConsumerGroupHeartbeatResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(error.message());
    }

    /** What a request does not mention has not changed. */
    private static ConsumerMemberValue memberOf(
            String memberId,
            Optional<ConsumerMemberValue> former,
            Caller caller,
            ConsumerGroupHeartbeatRequestData request) {
        Subscription known = former.map(ConsumerMemberValue::subscription).orElse(Subscription.NONE);
        SortedSet<String> topics =
                request.subscribedTopicNames() == null ? known.topics() : new TreeSet<>(request.subscribedTopicNames());
        Optional<String> regex = request.subscribedTopicRegex() == null
                ? known.regex()
                : Optional.of(request.subscribedTopicRegex()).filter(text -> !text.isEmpty());
        Optional<String> assignor =
                Optional.ofNullable(request.serverAssignor()).or(known::assignor);
        return new ConsumerMemberValue(
                memberId,
                Optional.ofNullable(request.instanceId()).or(() -> former.flatMap(ConsumerMemberValue::instanceId)),
                Optional.ofNullable(request.rackId()).or(() -> former.flatMap(ConsumerMemberValue::rackId)),
                new Client(caller.clientId(), caller.clientHost()),
                new Subscription(topics, regex, assignor),
                request.rebalanceTimeoutMs() >= 0
                        ? request.rebalanceTimeoutMs()
                        : former.map(ConsumerMemberValue::rebalanceTimeoutMs).orElse(-1),
                Optional.empty());
    }

    /** A member that says everything wants to hear everything: it may have lost our last answer. */
    private static boolean isFull(ConsumerGroupHeartbeatRequestData request) {
        return request.rebalanceTimeoutMs() >= 0
                && (request.subscribedTopicNames() != null || request.subscribedTopicRegex() != null)
                && request.topicPartitions() != null;
    }

    private static Optional<PartitionSet> owned(ConsumerGroupHeartbeatRequestData request) {
        if (request.topicPartitions() == null) {
            return Optional.empty();
        }
        PartitionSet.Builder owned = PartitionSet.builder();
        request.topicPartitions()
                .forEach(topic -> topic.partitions().forEach(partition -> owned.add(topic.topicId(), partition)));
        return Optional.of(owned.build());
    }

    private static Assignment assignment(PartitionSet assigned) {
        return new Assignment()
                .setTopicPartitions(assigned.byTopic().entrySet().stream()
                        .map(topic -> new TopicPartitions()
                                .setTopicId(topic.getKey())
                                .setPartitions(List.copyOf(topic.getValue())))
                        .toList());
    }
}
