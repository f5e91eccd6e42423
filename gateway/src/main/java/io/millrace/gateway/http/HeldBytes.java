package io.millrace.gateway.http;

/** What a stream holds of an object without an end, which counts like a body. Belongs to the event loop. */
final class HeldBytes {
    private final ByteBudget budget;
    private long charged;

    HeldBytes(ByteBudget budget) {
        this.budget = budget;
    }

    /** It is so much now: null, or why there is no room for that. */
    HttpProblemException charge(long held) {
        if (held > charged && !budget.tryTake(held - charged)) {
            return budget.noRoom();
        }
        if (held < charged) {
            budget.give(charged - held);
        }
        charged = held;
        return null;
    }

    void release() {
        budget.give(charged);
        charged = 0;
    }
}
