package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.PositionValue;
import java.util.List;
import java.util.Optional;

/** After members have left: those who stay get a new epoch, and with their next heartbeats a new target. */
public final class MembersGone {
    private MembersGone() {}

    public static void nextEpoch(ConsumerTurn turn) {
        long hash = GroupTopics.refresh(turn);
        turn.storeEpoch(turn.group().epoch() + 1, hash);
    }

    /** The session of a member has ended. True when it was one and is gone now. */
    public static boolean sessionEnded(ConsumerTurn turn, String memberId) {
        if (turn.group().member(memberId).isEmpty()) {
            return false;
        }
        Membership.remove(turn, List.of(memberId));
        return true;
    }

    /** After a restart of the coordinator everybody has the whole time once more. */
    public static void expectEverybody(ConsumerTurn turn) {
        for (ConsumerMemberValue member : turn.group().members()) {
            turn.expectSignOfLife(member);
            Optional.of(turn.group().position(member.memberId()))
                    .filter(position -> position.state() == PositionValue.State.UNREVOKED_PARTITIONS)
                    .ifPresent(position -> turn.expectNewStep(member));
        }
    }
}
