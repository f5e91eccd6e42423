package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.record.OffsetValue;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Offsets of groups that nobody uses any more go after a while. A classic group with members keeps all of its offsets,
 * however old they are; a consumer group those of the topics that its members read.
 */
public final class ExpireOffsets {
    private ExpireOffsets() {}

    /**
     * Writes tombstones for what has expired in a group without members.
     *
     * @param inUse topics whose offsets stay
     * @param emptySinceMs when the last member went; absent for a group that never had members
     * @return how many offsets go
     */
    public static int expire(
            String groupId,
            Predicate<String> inUse,
            OptionalLong emptySinceMs,
            OffsetStore store,
            DecisionDraft draft,
            Clock clock) {
        return OffsetTombstones.append(
                groupId,
                store,
                (topic, value) ->
                        !inUse.test(topic) && isExpired(value, emptySinceMs, clock.retentionMs(), clock.nowMs()),
                draft);
    }

    /** How long offsets live, and what time it is. */
    public record Clock(long retentionMs, long nowMs) {}

    private static boolean isExpired(OffsetValue value, OptionalLong emptySinceMs, long retentionMs, long nowMs) {
        if (value.expireTimestampMs().isPresent()) {
            return nowMs >= value.expireTimestampMs().getAsLong();
        }
        // An operator may have set offsets after the last member went; they deserve the whole time too.
        long lastUseMs = Math.max(value.commitTimestampMs(), emptySinceMs.orElse(Long.MIN_VALUE));
        return nowMs - lastUseMs >= retentionMs;
    }

    /** Whether one decision can take no more. */
    public static boolean isFull(DecisionDraft draft) {
        return draft.records().size() >= OffsetTombstones.MAX_RECORDS;
    }
}
