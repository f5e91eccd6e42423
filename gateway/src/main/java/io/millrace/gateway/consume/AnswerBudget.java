package io.millrace.gateway.consume;

import io.millrace.gateway.http.ByteBudget;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;

/** Bounds the records in answers that their clients have not read yet, all together. Any thread. */
public final class AnswerBudget {
    private final ByteBudget budget;
    private final int maxBytes;

    public AnswerBudget(int maxBytes) {
        this.budget = new ByteBudget(maxBytes);
        this.maxBytes = maxBytes;
    }

    /** Counts an answer until its last byte is with the client, or the client is gone; 429 when there is no room. */
    public void charge(Exchange exchange, long bytes) {
        if (!budget.tryTake(bytes)) {
            throw noRoom();
        }
        var unused = exchange.context().log().whenComplete().thenRun(() -> budget.give(bytes));
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
