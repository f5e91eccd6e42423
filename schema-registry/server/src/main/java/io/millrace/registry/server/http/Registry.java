package io.millrace.registry.server.http;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import io.millrace.registry.server.decision.PromptKind;
import io.millrace.registry.server.decision.SerialDecisions;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.WouldWaitException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What handlers need of the registry: questions and operations, whose refusals end the request.
 *
 * @param prompt whether what would wait or work for long ends with {@link WouldWaitException} instead, and so do all writes
 */
record Registry(
        RegistryStore store,
        SchemaKinds kinds,
        CompatibilityLevel defaultLevel,
        boolean modesMayChange,
        boolean prompt) {
    /** A text of so many characters is read and written in much less time than a thread takes to be woken. */
    static final int PROMPT_CHARACTERS_MAX = 16 * 1024;

    /** For threads that may wait. */
    Registry(RegistryStore store, SchemaKinds kinds, CompatibilityLevel defaultLevel, boolean modesMayChange) {
        this(store, kinds, defaultLevel, modesMayChange, false);
    }

    /** The same for a thread that must not wait. */
    Registry atOnce() {
        return new Registry(store, PromptKind.all(kinds), defaultLevel, modesMayChange, true);
    }

    /** The subject of the path, for questions: the one that is meant where the path names an alias. */
    String subject(Exchange exchange) {
        return read(state -> subject(state, exchange));
    }

    /**
     * The same in the state on which a write decides; an alias that was read before may mean another subject now, to
     * which the caller has no right.
     */
    static String subject(RegistryState state, Exchange exchange) {
        String target = Scopes.target(state, exchange.subject());
        exchange.judge().requireSubject(target);
        return target;
    }

    <T> T read(Function<RegistryState, T> question) {
        return prompt ? store.readAtOnce(question) : store.read(question);
    }

    <T> T ask(Function<RegistryState, Decision<T>> question) {
        return HttpProblemException.orEnd(read(question));
    }

    <T> T ask(BiFunction<RegistryState, SchemaReader, Decision<T>> question) {
        return HttpProblemException.orEnd(read(question));
    }

    <T> T read(BiFunction<RegistryState, SchemaReader, T> question) {
        return prompt
                ? store.readAtOnce(state -> question.apply(state, new SchemaReader(state, kinds)))
                : decisions().ask(question);
    }

    <T> T write(Function<RegistryState, Decision<Proposal<T>>> operation) {
        requireTime();
        return HttpProblemException.orEnd(store.write(operation));
    }

    <T> T write(BiFunction<RegistryState, SchemaReader, Decision<Proposal<T>>> operation) {
        requireTime();
        return HttpProblemException.orEnd(decisions().write(operation));
    }

    /** The same for what takes the longer the longer a text is. */
    void requireTime(String text) {
        if (text.length() > PROMPT_CHARACTERS_MAX) {
            requireTime();
        }
    }

    /** Ends what takes longer than the thread of a connection may be kept. */
    void requireTime() {
        if (prompt) {
            throw new WouldWaitException();
        }
    }

    private SerialDecisions decisions() {
        return new SerialDecisions(store, kinds);
    }
}
