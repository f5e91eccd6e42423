package io.millrace.registry.server.decision;

import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.server.decision.AheadKind.Lack;
import java.util.function.Function;

/**
 * Runs what asks and decides under a lock so that it parses and compares nothing there. It is tried, as often as it takes,
 * with what has been parsed and compared before; what it still lacks is done after it let go of the lock. As kinds of
 * schemas are pure, a decision comes out as it would if everything were done under the lock. One thread, one request.
 */
final class WorkAhead {
    /** How often a decision is tried again because the state has changed since the work for it was done. */
    static final int MAX_ROUNDS = 3;

    private final SchemaKinds kinds;
    private final AheadWork work = new AheadWork();

    WorkAhead(SchemaKinds kinds) {
        this.kinds = kinds;
    }

    private SchemaKinds ahead(Lack lack) {
        return kinds.each(kind -> ahead(kind, lack));
    }

    private <S extends ParsedSchema> SchemaKind<S> ahead(SchemaKind<S> kind, Lack lack) {
        return new AheadKind<>(kind, work, lack);
    }

    /** The answer to a question, which takes the lock itself and may be asked several times. */
    <T> T ask(Function<SchemaKinds, T> question) {
        SchemaKinds guessing = ahead(Lack.GUESS);
        // Each attempt but the last keeps a result, of which there is a greatest number.
        for (int attempt = 0; attempt <= AheadWork.MAX_RESULTS; attempt++) {
            try {
                T answer = question.apply(guessing);
                if (!work.isDue()) {
                    return answer;
                }
            } catch (WorkDueException e) {
                // What is due is done below, without the lock.
            }
            work.catchUp();
        }
        return question.apply(kinds);
    }

    /**
     * What a decision comes to, which takes the lock itself, is tried several times at most, and ends with the one attempt
     * that lacks nothing. The same as a question finds out before what it needs.
     *
     * @param decision does nothing under the lock but look up what has been done
     * @param slowly the same, which does what it lacks; asked if that is more than is kept, or is never the same
     */
    <T> T decide(
            Function<SchemaKinds, ?> question, Function<SchemaKinds, T> decision, Function<SchemaKinds, T> slowly) {
        SchemaKinds strict = ahead(Lack.END);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            ask(question);
            try {
                return decision.apply(strict);
            } catch (WorkDueException e) {
                if (!work.isDue()) {
                    break;
                }
                work.catchUp();
            }
        }
        return slowly.apply(ahead(Lack.DO));
    }
}
