package io.millrace.bench.row;

/**
 * One line of the table.
 *
 * @param label what it is
 * @param unit of the values
 * @param goal what ours divided by the reference's is to be: at most, or for {@code more} at least
 * @param asyncGoal the same for {@code flush=async}
 * @param more whether more is better
 * @param alone whether the goal is one for our own value instead of the ratio
 */
public record Figure(String label, String unit, double goal, double asyncGoal, boolean more, boolean alone) {

    /** A goal for the ratio. */
    public Figure(String label, String unit, double goal, double asyncGoal, boolean more) {
        this(label, unit, goal, asyncGoal, more, false);
    }

    /** Less is better, whatever the flush mode. */
    public static Figure atMost(double goal, String label, String unit) {
        return new Figure(label, unit, goal, goal, false);
    }

    /** More is better, whatever the flush mode. */
    public static Figure atLeast(double goal, String label, String unit) {
        return new Figure(label, unit, goal, goal, true);
    }

    /** Nobody else has a value: ours is to be at most so much. */
    public static Figure aloneAtMost(double goal, String label, String unit) {
        return new Figure(label, unit, goal, goal, false, true);
    }

    /** Whether what the goal is for, ratio or value, meets it. */
    public boolean isMet(double reached, boolean async) {
        return more ? reached >= goalOf(async) : reached <= goalOf(async);
    }

    public double goalOf(boolean async) {
        return async ? asyncGoal : goal;
    }
}
