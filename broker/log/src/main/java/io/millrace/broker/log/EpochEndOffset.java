package io.millrace.broker.log;

/**
 * The answer of OffsetForLeaderEpoch: the largest leader epoch not above the one asked for, and where it ends. Both are
 * -1 when no such epoch is known.
 */
public record EpochEndOffset(int leaderEpoch, long endOffset) {
    public static final EpochEndOffset UNKNOWN = new EpochEndOffset(-1, -1L);
}
