package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Whether somebody may be the member that it says it is. */
final class Admission {
    private Admission() {}

    /**
     * A member of the consumer protocol joins, or joins again. A static one takes over the place of its former self, if
     * that has gone for a while, or spoke the classic protocol, where nobody says so.
     */
    static Optional<Refusal> join(ConsumerTurn turn, String memberId, String instanceId) {
        ConsumerGroup group = turn.group();
        Optional<String> former =
                Optional.ofNullable(instanceId).flatMap(group::memberIdOf).filter(id -> !id.equals(memberId));
        if (former.isPresent()) {
            if (!isReleased(group, former.get())) {
                return Optional.of(new Refusal(
                        Errors.UNRELEASED_INSTANCE_ID,
                        "Static member " + memberId + " with instance id " + instanceId
                                + " cannot join the group because the instance id is owned by " + former.get()
                                + " member."));
            }
            takeOver(turn, former.get(), memberId);
            return Optional.empty();
        }
        if (group.position(memberId).epoch() == PositionValue.STATIC_LEFT) {
            turn.storePosition(memberId, returned(group.position(memberId)));
        }
        return full(turn, memberId);
    }

    private static boolean isReleased(ConsumerGroup group, String memberId) {
        return group.position(memberId).epoch() == PositionValue.STATIC_LEFT
                || group.member(memberId).filter(ConsumerMemberValue::isClassic).isPresent();
    }

    /** The new id gets what the old one had: subscription, target and partitions. */
    static void takeOver(ConsumerTurn turn, String formerId, String memberId) {
        ConsumerGroup group = turn.group();
        ConsumerMemberValue former = group.member(formerId).orElseThrow();
        PartitionSet target = group.target(formerId);
        PositionValue position = returned(group.position(formerId));
        turn.removeMember(formerId);
        turn.storeMember(former.withMemberId(memberId));
        turn.storeTarget(memberId, target);
        turn.storePosition(memberId, position);
    }

    private static PositionValue returned(PositionValue position) {
        return new PositionValue(
                PositionValue.NEW.epoch(),
                PositionValue.NEW.previousEpoch(),
                position.state(),
                position.assigned(),
                position.revoking(),
                position.epochs());
    }

    static Optional<Refusal> full(ConsumerTurn turn, String memberId) {
        int limit = turn.config().maxMembers();
        return turn.group().member(memberId).isPresent()
                        || turn.group().members().size() < limit
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Errors.GROUP_MAX_SIZE_REACHED,
                        "The consumer group has reached its maximum capacity of " + limit + " members."));
    }

    /** Somebody speaks for a member: does the member exist, and is the instance still this one? */
    static Optional<Refusal> identity(ConsumerGroup group, String memberId, String instanceId) {
        if (instanceId != null) {
            Optional<String> known = group.memberIdOf(instanceId);
            if (known.isEmpty()) {
                return Optional.of(new Refusal(Errors.UNKNOWN_MEMBER_ID, "Instance id " + instanceId + " is unknown."));
            }
            if (!known.get().equals(memberId)) {
                return Optional.of(new Refusal(
                        Errors.FENCED_INSTANCE_ID,
                        "Static member " + memberId + " with instance id " + instanceId + " was fenced by member "
                                + known.get() + "."));
            }
        }
        return group.member(memberId).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Errors.UNKNOWN_MEMBER_ID,
                        "Member " + memberId + " is not a member of group " + group.groupId() + "."));
    }

    /**
     * A member that is one epoch behind may have missed our last answer; that is fine as long as it owns nothing that it
     * was not given.
     */
    static Optional<Refusal> epoch(ConsumerGroup group, String memberId, int epoch, Optional<PartitionSet> owned) {
        PositionValue position = group.position(memberId);
        boolean missedAnswer = epoch == position.previousEpoch()
                && owned.filter(position.assigned()::containsAll).isPresent();
        if (epoch == position.epoch() || missedAnswer) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Errors.FENCED_MEMBER_EPOCH,
                "The consumer group member has a " + (epoch > position.epoch() ? "greater" : "smaller")
                        + " member epoch (" + epoch + ") than the one known by the group coordinator ("
                        + position.epoch() + "). The member must abandon all its partitions and rejoin."));
    }
}
