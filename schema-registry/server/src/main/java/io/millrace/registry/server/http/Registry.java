package io.millrace.registry.server.http;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import io.millrace.registry.server.decision.SerialDecisions;
import io.millrace.registry.server.storage.RegistryStore;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What handlers need of the registry: questions and operations, whose refusals end the request. */
record Registry(RegistryStore store, SchemaKinds kinds, CompatibilityLevel defaultLevel, boolean modesMayChange) {
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
        return store.read(question);
    }

    <T> T ask(Function<RegistryState, Decision<T>> question) {
        return HttpProblemException.orEnd(store.read(question));
    }

    <T> T ask(BiFunction<RegistryState, SchemaReader, Decision<T>> question) {
        return HttpProblemException.orEnd(decisions().ask(question));
    }

    <T> T read(BiFunction<RegistryState, SchemaReader, T> question) {
        return decisions().ask(question);
    }

    <T> T write(Function<RegistryState, Decision<Proposal<T>>> operation) {
        return HttpProblemException.orEnd(store.write(operation));
    }

    <T> T write(BiFunction<RegistryState, SchemaReader, Decision<Proposal<T>>> operation) {
        return HttpProblemException.orEnd(decisions().write(operation));
    }

    private SerialDecisions decisions() {
        return new SerialDecisions(store, kinds);
    }
}
