package io.millrace.broker.coordinator.decision;

import java.util.Comparator;

/** Something that a group waits for until a deadline. */
public record TimerKey(Kind kind, String groupId, String memberId) implements Comparable<TimerKey> {
    private static final Comparator<TimerKey> ORDER = Comparator.comparing(TimerKey::kind)
            .thenComparing(TimerKey::groupId)
            .thenComparing(TimerKey::memberId);

    /** What is waited for. */
    public enum Kind {
        /** A sign of life from a member. */
        MEMBER,
        /** All members to join, or the end of the initial delay. */
        JOIN,
        /** All members to sync. */
        SYNC,
        /** A member of a consumer group to take its next step: give up partitions, or join or sync again. */
        STEP,
        /** The next look for expired offsets; belongs to the shard, not to a group. */
        OFFSETS
    }

    public static TimerKey member(String groupId, String memberId) {
        return new TimerKey(Kind.MEMBER, groupId, memberId);
    }

    public static TimerKey join(String groupId) {
        return new TimerKey(Kind.JOIN, groupId, "");
    }

    public static TimerKey sync(String groupId) {
        return new TimerKey(Kind.SYNC, groupId, "");
    }

    public static TimerKey step(String groupId, String memberId) {
        return new TimerKey(Kind.STEP, groupId, memberId);
    }

    public static TimerKey offsets() {
        return new TimerKey(Kind.OFFSETS, "", "");
    }

    @Override
    public int compareTo(TimerKey other) {
        return ORDER.compare(this, other);
    }
}
