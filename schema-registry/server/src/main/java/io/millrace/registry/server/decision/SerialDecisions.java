package io.millrace.registry.server.decision;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import io.millrace.registry.server.storage.RegistryStore;
import java.util.function.BiFunction;

/**
 * Questions and decisions about schemas, over a store whose locks they hold only while they look things up, however long
 * the schemas take to parse and compare. Functions may be called several times with different states, of which the last
 * call counts, so they change nothing. Any thread may call.
 */
public final class SerialDecisions {
    private final RegistryStore store;
    private final SchemaKinds kinds;

    /** Decides over a store, by schemas of some kinds. */
    public SerialDecisions(RegistryStore store, SchemaKinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /** Asks the state. */
    public <T> T ask(BiFunction<RegistryState, SchemaReader, T> question) {
        return new WorkAhead(kinds)
                .ask(known -> store.read(state -> question.apply(state, new SchemaReader(state, known))));
    }

    /** Decides and writes as {@link RegistryStore#write} does: on the state as it is then, and serially. */
    public <T> Decision<T> write(BiFunction<RegistryState, SchemaReader, Decision<Proposal<T>>> operation) {
        if (!store.leads()) {
            // It claims the writes, or another instance decides.
            return store.writeSlowly(state -> operation.apply(state, new SchemaReader(state, kinds)));
        }
        return new WorkAhead(kinds)
                .decide(
                        known -> store.read(state -> operation.apply(state, new SchemaReader(state, known))),
                        known -> store.write(state -> operation.apply(state, new SchemaReader(state, known))),
                        known -> store.writeSlowly(state -> operation.apply(state, new SchemaReader(state, known))));
    }
}
