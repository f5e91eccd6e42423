package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.record.GroupValue;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** Turns a group into its record and back. Who waits, and who has not joined yet, is not stored. */
public final class StoredGroups {
    private static final Bytes NOTHING = Bytes.wrap(new byte[0]);

    private StoredGroups() {}

    /** With the time of the wall clock, which is ahead by so much: another broker, or a later start, will read it. */
    static GroupValue valueOf(ClassicGroup group, long wallAheadMs) {
        return new GroupValue(
                group.protocolType(),
                group.generation(),
                group.protocol(),
                group.leaderId(),
                group.stateTimestampMs() + wallAheadMs,
                group.members().stream().map(member -> valueOf(member, group)).toList());
    }

    private static GroupValue.Member valueOf(ClassicMember member, ClassicGroup group) {
        return new GroupValue.Member(
                member.memberId(),
                member.groupInstanceId(),
                member.clientId(),
                member.clientHost(),
                member.terms().rebalanceTimeoutMs(),
                member.terms().sessionTimeoutMs(),
                group.protocol().flatMap(member.terms()::metadata).orElse(NOTHING),
                member.assignment());
    }

    /**
     * A group as it comes back from the log: stable when it has members, else empty, and not since a time to come,
     * whatever the clock of whoever wrote it said.
     */
    public static ClassicGroup groupOf(String groupId, GroupValue value, long nowMs, long wallAheadMs) {
        long stateTimestampMs = value.stateTimestampMs() == GroupValue.NO_TIMESTAMP
                ? nowMs
                : Math.min(nowMs, value.stateTimestampMs() - wallAheadMs);
        ClassicGroup group = new ClassicGroup(groupId, stateTimestampMs);
        for (GroupValue.Member member : value.members()) {
            group.put(memberOf(member, value.protocol()));
        }
        group.restore(value.protocolType(), value.generation(), value.protocol(), value.leader());
        group.enter(value.members().isEmpty() ? GroupState.EMPTY : GroupState.STABLE, stateTimestampMs);
        return group;
    }

    private static ClassicMember memberOf(GroupValue.Member member, Optional<String> protocol) {
        MemberTerms terms = new MemberTerms(
                member.rebalanceTimeoutMs(),
                member.sessionTimeoutMs(),
                protocol.map(name -> List.of(new MemberProtocol(name, member.subscription())))
                        .orElse(List.of()));
        return new ClassicMember(
                member.memberId(),
                member.groupInstanceId(),
                member.clientId(),
                member.clientHost(),
                terms,
                member.assignment(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
