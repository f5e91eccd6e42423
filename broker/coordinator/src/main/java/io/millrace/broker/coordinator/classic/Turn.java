package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.GroupKey;
import io.millrace.broker.coordinator.record.GroupValueCodec;
import io.millrace.broker.coordinator.record.RecordKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * One operation at work: the copy of the group it changes and the draft of what is to happen outside.
 *
 * @param wallAheadMs how far the wall clock, whose time is stored, is ahead of {@code nowMs}
 */
public record Turn(ClassicGroup group, DecisionDraft draft, GroupConfig config, long nowMs, long wallAheadMs) {

    void reply(Caller caller, ApiMessage response) {
        draft.reply(caller, response);
    }

    /** From now on the member has its session timeout to show up again. */
    void expectSignOfLife(ClassicMember member) {
        expectSignOfLife(member.memberId(), member.terms().sessionTimeoutMs());
    }

    void expectSignOfLife(String memberId, int withinMs) {
        draft.arm(TimerKey.member(group.groupId(), memberId), nowMs + withinMs);
    }

    void expectNothingFrom(String memberId) {
        draft.cancel(TimerKey.member(group.groupId(), memberId));
    }

    /** Writes the group as it stands in this turn. */
    void storeGroup() {
        draft.append(new CoordinatorRecord(
                RecordKeys.encode(new GroupKey(group.groupId())),
                GroupValueCodec.encode(StoredGroups.valueOf(group, wallAheadMs))));
    }
}
