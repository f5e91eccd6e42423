package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a change of one member means for the group: a new epoch and, for it, a new target assignment. */
final class Membership {
    private Membership() {}

    /** @param former empty for a new member */
    static void update(ConsumerTurn turn, Optional<ConsumerMemberValue> former, ConsumerMemberValue member) {
        if (former.filter(member::equals).isEmpty()) {
            turn.storeMember(member);
        }
        boolean changed = former.filter(known -> wantsTheSame(known, member)).isEmpty();
        if (changed || GroupTopics.isDue(turn, member)) {
            GroupTopics.resolve(turn, member);
            long hash = GroupTopics.refresh(turn);
            if (changed || hash != turn.group().metadataHash()) {
                turn.storeEpoch(turn.group().epoch() + 1, hash);
            }
        }
        TargetAssignment.update(turn);
    }

    private static boolean wantsTheSame(ConsumerMemberValue former, ConsumerMemberValue member) {
        return former.subscription().topics().equals(member.subscription().topics())
                && former.subscription().regex().equals(member.subscription().regex());
    }

    /** Takes members out; the next epoch is the concern of {@link MembersGone}. */
    static void remove(ConsumerTurn turn, Collection<String> memberIds) {
        List.copyOf(memberIds).forEach(turn::removeMember);
    }
}
