package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.decision.Caller;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.protocol.Errors;

/** Heartbeat, versions 0 to 4: a member is alive, and hears whether it has to join again. */
public final class Heartbeat {
    private Heartbeat() {}

    public static void heartbeat(Turn turn, Caller caller, HeartbeatRequestData request) {
        turn.reply(caller, ClassicReplies.heartbeat(beat(turn, request)));
    }

    private static Errors beat(Turn turn, HeartbeatRequestData request) {
        ClassicGroup group = turn.group();
        Optional<Errors> complaint =
                MemberCheck.complaint(group, request.memberId(), request.groupInstanceId(), request.generationId());
        if (complaint.isPresent()) {
            return complaint.get();
        }
        turn.expectSignOfLife(group.member(request.memberId()).orElseThrow());
        return switch (group.state()) {
            case EMPTY -> Errors.UNKNOWN_MEMBER_ID;
            case PREPARING_REBALANCE -> Errors.REBALANCE_IN_PROGRESS;
            case COMPLETING_REBALANCE, STABLE -> Errors.NONE;
        };
    }
}
