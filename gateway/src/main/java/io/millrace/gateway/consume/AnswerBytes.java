package io.millrace.gateway.consume;

import io.millrace.gateway.http.ByteBudget;

/**
 * What one answer counts in the budget of all, from the first record that is taken for it until its last byte is with the
 * client, or the client is gone. Any thread.
 */
public final class AnswerBytes {
    private final ByteBudget budget;
    private long taken;
    private boolean refused;
    private boolean over;

    AnswerBytes(ByteBudget budget) {
        this.budget = budget;
    }

    /** Counts another record; false, and nothing counted, when there is no room for it. */
    public synchronized boolean tryTake(long bytes) {
        // Nobody would give back what a read takes whose client is gone.
        if (over || !budget.tryTake(bytes)) {
            refused = true;
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Such a record does not go to the client after all. */
    public synchronized void give(long bytes) {
        if (!over) {
            taken -= bytes;
            budget.give(bytes);
        }
    }

    /** Whether there was no room for a record. */
    public synchronized boolean isRefused() {
        return refused;
    }

    synchronized void end() {
        over = true;
        budget.give(taken);
        taken = 0;
    }
}
