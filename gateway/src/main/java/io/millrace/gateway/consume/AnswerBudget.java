package io.millrace.gateway.consume;

import io.millrace.gateway.http.ByteBudget;
import io.millrace.gateway.http.HttpProblemException;
import java.util.concurrent.CompletableFuture;

/** Bounds the records that are taken for answers and that clients have not read yet, all together. Any thread. */
public final class AnswerBudget {
    private final ByteBudget budget;
    private final int maxBytes;

    public AnswerBudget(int maxBytes) {
        this.budget = new ByteBudget(maxBytes);
        this.maxBytes = maxBytes;
    }

    /** What an answer counts as it grows; {@code over} completes when its last byte is with the client, or he is gone. */
    public AnswerBytes open(CompletableFuture<?> over) {
        AnswerBytes answer = new AnswerBytes(budget);
        var unused = over.whenComplete((done, failure) -> answer.end());
        return answer;
    }

    /** Counts a part of an answer; false, and nothing counted, when there is no room. */
    public boolean tryTake(long bytes) {
        return budget.tryTake(bytes);
    }

    /** When such a part is with the client. */
    public void give(long bytes) {
        budget.give(bytes);
    }

    /** What a client hears whose answer does not fit. */
    public HttpProblemException noRoom() {
        return HttpProblemException.passing(
                429,
                42903,
                "Clients have yet to read " + maxBytes + " bytes of answers (response.buffer.bytes), no more fit");
    }
}
