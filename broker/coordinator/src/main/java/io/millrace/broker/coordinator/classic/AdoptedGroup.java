package io.millrace.broker.coordinator.classic;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** A classic group made of members that came here in another way than by joining it. */
public final class AdoptedGroup {
    private static final String CONSUMER = "consumer";

    private AdoptedGroup() {}

    /** Whether these members could form a generation. */
    public static boolean isPossible(List<ClassicMember> members) {
        ClassicGroup group = new ClassicGroup("", 0);
        members.forEach(group::put);
        return ProtocolChoice.of(group).isPresent();
    }

    public static ClassicGroup of(String groupId, int generation, List<ClassicMember> members, long nowMs) {
        ClassicGroup group = new ClassicGroup(groupId, nowMs);
        members.forEach(group::put);
        group.restore(CONSUMER, generation, ProtocolChoice.of(group), group.leaderId());
        group.enter(GroupState.STABLE, nowMs);
        return group;
    }

    /** Stores the group as it is and asks its members to join: one of them has to make the next assignment. */
    public static void begin(Turn turn) {
        turn.storeGroup();
        List.copyOf(turn.group().members()).forEach(turn::expectSignOfLife);
        Rebalance.begin(turn);
    }

    public static ClassicMember member(
            String memberId,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            MemberTerms terms,
            Bytes assignment) {
        return new ClassicMember(
                memberId,
                instanceId,
                clientId,
                clientHost,
                terms,
                assignment,
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
