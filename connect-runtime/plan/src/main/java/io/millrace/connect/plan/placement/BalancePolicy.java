package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.Move;

/**
 * When a task is moved for the sake of load.
 *
 * @param byLoad false: work is placed and levelled by number alone, and none of the rest matters
 * @param gap by how much of itself a worker must be used more than another, in thousandths
 * @param windowMs for how long that must last, and figures be measured
 * @param movesMax moves within an interval; 0 for none
 * @param intervalMs the length of an interval, which ends now
 */
public record BalancePolicy(boolean byLoad, long gap, long windowMs, int movesMax, long intervalMs) {

    /** For so many intervals a task that was moved stays where it is. */
    public static final int REST_INTERVALS = 6;

    /** So that the moves that are kept reach back as far as the rest of a task. */
    public static final int MOVES_MAX = Move.KEPT_MAX / REST_INTERVALS;

    public static final BalancePolicy BY_COUNT = new BalancePolicy(false, 250, 300_000, 0, 600_000);

    public BalancePolicy {
        if (gap < 1 || windowMs < 1 || movesMax < 0 || movesMax > MOVES_MAX || intervalMs < 1) {
            throw new IllegalArgumentException("No such policy: gap=" + gap + " windowMs=" + windowMs + " movesMax="
                    + movesMax + " intervalMs=" + intervalMs);
        }
    }

    /** What a move must at least gain: less is not worth a restart. */
    long gainMin() {
        return Math.max(1, gap / 10);
    }

    /** Whether this happened within the interval; clocks of two leaders may differ either way. */
    boolean recent(Move move, long nowMs) {
        return Math.abs(nowMs - move.atMs()) < intervalMs;
    }

    /** Whether a moved task must still be left alone. */
    boolean resting(Move move, long nowMs) {
        return Math.abs(nowMs - move.atMs()) < intervalMs * REST_INTERVALS;
    }
}
