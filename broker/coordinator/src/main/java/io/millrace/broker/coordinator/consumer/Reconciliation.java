package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.AssignmentEpochs;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import io.millrace.broker.coordinator.record.PositionValue.State;
import java.util.Optional;

/** Brings a member one step nearer to its target: first it gives up, then it gets what nobody else has any more. */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * Stores and returns where the member stands now.
     *
     * @param owned what the member says it has; empty when it says that this has not changed
     */
    static PositionValue step(ConsumerTurn turn, ConsumerMemberValue member, Optional<PartitionSet> owned) {
        PositionValue position = turn.group().position(member.memberId());
        PositionValue next = next(turn, member, position, owned);
        if (!next.equals(position)) {
            turn.storePosition(member.memberId(), next);
        }
        if (next.state() == State.UNREVOKED_PARTITIONS) {
            boolean same =
                    position.state() == next.state() && position.revoking().equals(next.revoking());
            if (same) {
                turn.expectStep(member);
            } else {
                turn.expectNewStep(member);
            }
        } else if (!member.isClassic()) {
            turn.expectNoStep(member.memberId());
        }
        return next;
    }

    private static PositionValue next(
            ConsumerTurn turn, ConsumerMemberValue member, PositionValue position, Optional<PartitionSet> owned) {
        boolean arrived =
                position.isStable() && position.epoch() == turn.group().targetEpoch();
        boolean stillRevoking = position.state() == State.UNREVOKED_PARTITIONS
                && (owned.isEmpty() || owned.get().intersects(position.revoking()));
        return arrived || stillRevoking ? position : towardsTarget(turn, member.memberId(), position, owned);
    }

    private static PositionValue towardsTarget(
            ConsumerTurn turn, String memberId, PositionValue position, Optional<PartitionSet> owned) {
        ConsumerGroup group = turn.group();
        PartitionSet target = group.target(memberId);
        PartitionSet kept = position.assigned().intersection(target);
        PartitionSet surplus = position.assigned().minus(target);
        boolean mustRevoke =
                !surplus.isEmpty() && (owned.isEmpty() || owned.get().intersects(surplus));
        if (mustRevoke) {
            return new PositionValue(
                    position.epoch(),
                    position.previousEpoch(),
                    State.UNREVOKED_PARTITIONS,
                    kept,
                    surplus,
                    position.epochs().keep(position.assigned()));
        }
        PartitionSet missing = target.minus(kept);
        PartitionSet free = missing.keep((topicId, partition) -> !group.isHeldByOthers(topicId, partition, memberId));
        boolean complete = free.size() == missing.size();
        int previousEpoch = position.epoch() == group.targetEpoch() ? position.previousEpoch() : position.epoch();
        return new PositionValue(
                group.targetEpoch(),
                previousEpoch,
                complete ? State.STABLE : State.UNRELEASED_PARTITIONS,
                kept.plus(free),
                PartitionSet.EMPTY,
                position.epochs().keep(kept).plus(AssignmentEpochs.of(free, group.targetEpoch())));
    }
}
