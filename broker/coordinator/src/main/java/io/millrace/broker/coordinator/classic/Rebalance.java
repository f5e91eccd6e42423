package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.classic.ClassicGroup.InitialDelay;
import io.millrace.broker.coordinator.decision.TimerKey;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** From the wish for a new generation to the generation. */
public final class Rebalance {
    private Rebalance() {}

    /** Something about the membership has changed. */
    static void begin(Turn turn) {
        ClassicGroup group = turn.group();
        switch (group.state()) {
            case EMPTY -> beginInitial(turn);
            case PREPARING_REBALANCE -> completeIfAllJoined(turn);
            case COMPLETING_REBALANCE, STABLE -> {
                List.copyOf(group.members()).stream()
                        .filter(member -> member.syncing().isPresent())
                        .forEach(member -> {
                            turn.expectSignOfLife(member);
                            group.put(ClassicReplies.answerWaits(
                                    turn, withoutAssignment(member), Errors.REBALANCE_IN_PROGRESS));
                        });
                turn.draft().cancel(TimerKey.sync(group.groupId()));
                group.pendingSyncs().clear();
                group.enter(GroupState.PREPARING_REBALANCE, turn.nowMs());
                waitForJoins(turn);
            }
        }
    }

    private static ClassicMember withoutAssignment(ClassicMember member) {
        return member.withAssignment(ClassicMember.NO_ASSIGNMENT);
    }

    /** An empty group waits a little, so that consumers started together share one first generation. */
    private static void beginInitial(Turn turn) {
        ClassicGroup group = turn.group();
        long delayMs = turn.config().initialRebalanceDelayMs();
        long remainingMs = Math.max(0, group.rebalanceTimeoutMs() - delayMs);
        group.initialDelay(new InitialDelay(true, remainingMs, false));
        group.enter(GroupState.PREPARING_REBALANCE, turn.nowMs());
        if (delayMs == 0) {
            complete(turn);
        } else {
            turn.draft().arm(TimerKey.join(group.groupId()), turn.nowMs() + delayMs);
        }
    }

    private static void waitForJoins(Turn turn) {
        turn.draft()
                .arm(
                        TimerKey.join(turn.group().groupId()),
                        turn.nowMs() + turn.group().rebalanceTimeoutMs());
        completeIfAllJoined(turn);
    }

    /** After a change while members are joining: the last one may have come, or the last missing one may be gone. */
    static void completeIfAllJoined(Turn turn) {
        ClassicGroup group = turn.group();
        boolean waitsOnPurpose =
                group.initialDelay().running() && !group.members().isEmpty();
        if (group.is(GroupState.PREPARING_REBALANCE) && !waitsOnPurpose && group.allJoined()) {
            complete(turn);
        }
    }

    /** The deadline for joining has come. */
    public static void joinDeadline(Turn turn) {
        ClassicGroup group = turn.group();
        if (!group.is(GroupState.PREPARING_REBALANCE)) {
            return;
        }
        InitialDelay delay = group.initialDelay();
        if (delay.running() && delay.newMemberSeen() && delay.remainingMs() > 0) {
            long nextMs = Math.min(turn.config().initialRebalanceDelayMs(), delay.remainingMs());
            group.initialDelay(new InitialDelay(true, delay.remainingMs() - nextMs, false));
            turn.draft().arm(TimerKey.join(group.groupId()), turn.nowMs() + nextMs);
        } else {
            complete(turn);
        }
    }

    private static void complete(Turn turn) {
        ClassicGroup group = turn.group();
        group.initialDelay(InitialDelay.OVER);
        turn.draft().cancel(TimerKey.join(group.groupId()));
        // A static member that is restarting keeps its place until its session ends.
        List.copyOf(group.members()).stream()
                .filter(member -> member.joining().isEmpty() && !member.isStatic())
                .forEach(member -> {
                    turn.expectNothingFrom(member.memberId());
                    group.remove(member.memberId());
                });
        if (group.members().isEmpty()) {
            group.nextGeneration(Optional.empty(), turn.nowMs());
            turn.storeGroup();
        } else if (electJoinedLeader(group)) {
            formGeneration(turn);
        } else {
            waitForJoins(turn);
        }
    }

    /** Only somebody who has joined can make an assignment. False when there is nobody: all are static and away. */
    private static boolean electJoinedLeader(ClassicGroup group) {
        boolean leaderJoined = group.leaderId()
                .flatMap(group::member)
                .filter(leader -> leader.joining().isPresent())
                .isPresent();
        if (leaderJoined) {
            return true;
        }
        Optional<ClassicMember> joined = group.members().stream()
                .filter(member -> member.joining().isPresent())
                .findFirst();
        joined.ifPresent(member -> group.leaderId(member.memberId()));
        return joined.isPresent();
    }

    private static void formGeneration(Turn turn) {
        ClassicGroup group = turn.group();
        group.nextGeneration(ProtocolChoice.of(group), turn.nowMs());
        for (ClassicMember member : List.copyOf(group.members())) {
            // A static member that is away keeps its place and the deadline it has.
            member.joining().ifPresent(caller -> {
                turn.reply(caller, ClassicReplies.joined(group, member));
                turn.expectSignOfLife(member);
                group.put(member.withJoining(Optional.empty()).settled());
                group.pendingSyncs().add(member.memberId());
            });
        }
        turn.draft().arm(TimerKey.sync(group.groupId()), turn.nowMs() + group.rebalanceTimeoutMs());
    }

    /** The deadline for syncing has come: who has not asked for its assignment is gone. */
    public static void syncDeadline(Turn turn) {
        ClassicGroup group = turn.group();
        boolean formed = group.is(GroupState.COMPLETING_REBALANCE) || group.is(GroupState.STABLE);
        if (!formed || group.pendingSyncs().isEmpty()) {
            return;
        }
        for (String memberId : List.copyOf(group.pendingSyncs())) {
            turn.expectNothingFrom(memberId);
            group.remove(memberId);
        }
        begin(turn);
    }
}
