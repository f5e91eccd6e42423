package io.millrace.broker.coordinator.classic;

import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Whether a request comes from a member of the group, and not from a former self of one. */
public final class MemberCheck {
    private MemberCheck() {}

    /** Empty when the member is who it says. */
    static Optional<Errors> complaint(ClassicGroup group, String memberId, String groupInstanceId) {
        if (groupInstanceId != null) {
            Optional<String> known = group.memberIdOf(groupInstanceId);
            if (known.isEmpty()) {
                return Optional.of(Errors.UNKNOWN_MEMBER_ID);
            }
            if (!known.get().equals(memberId)) {
                return Optional.of(Errors.FENCED_INSTANCE_ID);
            }
        }
        return group.member(memberId).isPresent() ? Optional.empty() : Optional.of(Errors.UNKNOWN_MEMBER_ID);
    }

    /** As above, and the member must be in the newest generation. */
    static Optional<Errors> complaint(ClassicGroup group, String memberId, String groupInstanceId, int generation) {
        return complaint(group, memberId, groupInstanceId)
                .or(() -> generation == group.generation() ? Optional.empty() : Optional.of(Errors.ILLEGAL_GENERATION));
    }

    /** Whether a producer may commit offsets with its transaction; one that names no member is trusted. */
    public static Optional<Errors> transactionalComplaint(
            ClassicGroup group, String memberId, String groupInstanceId, int generation) {
        boolean anonymous = memberId.isEmpty() && groupInstanceId == null;
        return generation < 0 && (anonymous || group.is(GroupState.EMPTY))
                ? Optional.empty()
                : complaint(group, memberId, groupInstanceId, generation);
    }

    /** Whether offsets may be committed under this identity. */
    public static Optional<Errors> commitComplaint(
            ClassicGroup group, String memberId, String groupInstanceId, int generation) {
        if (generation < 0 && group.is(GroupState.EMPTY)) {
            // An admin tool, or a consumer that assigns partitions itself and only keeps its offsets here.
            return Optional.empty();
        }
        if (generation < 0 && memberId.isEmpty() && groupInstanceId == null) {
            return Optional.of(Errors.UNKNOWN_MEMBER_ID);
        }
        return complaint(group, memberId, groupInstanceId, generation)
                .or(() -> group.is(GroupState.COMPLETING_REBALANCE)
                        ? Optional.of(Errors.REBALANCE_IN_PROGRESS)
                        : Optional.empty());
    }
}
