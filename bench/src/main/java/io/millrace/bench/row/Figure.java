package io.millrace.bench.row;

/**
 * One line of the table.
 *
 * @param label what it is
 * @param unit of the values
 * @param goal what ours divided by Kafka's is to be: at most, or for {@code more} at least
 * @param asyncGoal the same for {@code flush=async}
 * @param more whether more is better
 */
public record Figure(String label, String unit, double goal, double asyncGoal, boolean more) {

    /** Less is better, whatever the flush mode. */
    public static Figure atMost(double goal, String label, String unit) {
        return new Figure(label, unit, goal, goal, false);
    }

    /** Whether a ratio meets the goal. */
    public boolean isMet(double ratio, boolean async) {
        return more ? ratio >= goalOf(async) : ratio <= goalOf(async);
    }

    public double goalOf(boolean async) {
        return async ? asyncGoal : goal;
    }
}
