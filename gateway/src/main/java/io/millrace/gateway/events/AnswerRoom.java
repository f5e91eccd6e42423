package io.millrace.gateway.events;

import io.millrace.gateway.consume.AnswerBudget;
import java.util.concurrent.TimeUnit;

/** The room that a stream has in the budget of answers for the piece that its client is to take. One thread at a time. */
final class AnswerRoom {
    private final AnswerBudget answers;
    private final long patienceNanos;
    private long charged;
    private long roomlessSinceNanos;
    private boolean roomless;

    /** One that is without room for longer than {@code patienceMs} gives up. */
    AnswerRoom(AnswerBudget answers, long patienceMs) {
        this.answers = answers;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    }

    /** Whether there is room for so many bytes; ends with the budget's refusal when there was none for too long. */
    boolean tryTake(long bytes, long nowNanos) {
        if (answers.tryTake(bytes)) {
            charged = bytes;
            roomless = false;
            return true;
        }
        if (roomless && nowNanos - roomlessSinceNanos > patienceNanos) {
            throw answers.noRoom();
        }
        roomlessSinceNanos = roomless ? roomlessSinceNanos : nowNanos;
        roomless = true;
        return false;
    }

    /** The client has taken the piece, or is gone. */
    void give() {
        answers.give(charged);
        charged = 0;
    }
}
