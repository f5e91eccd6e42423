package io.millrace.registry.server.http;

import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.VersionSelector;
import java.util.List;

/** {@code POST /subjects/{subject}/versions}: registers a schema, tells what would become of it, or tags it. */
final class RegisterHandlers {
    private final Registry registry;

    RegisterHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("POST", "/subjects/{subject}/versions", this::register),
                Route.on("POST", "/subjects/{subject}/versions/{version}/tags", this::tag));
    }

    /** Registers a version again with other tags, metadata or rules. */
    private Answer tag(Exchange exchange) {
        String subject = registry.subject(exchange);
        SchemaVersion base = registry.ask(state -> VersionSelector.parse(exchange.part("version"))
                .then(selector -> selector.find(state, subject, Visibility.LIVE)));
        SchemaCandidate candidate = SchemaBody.tagged(exchange, base.content());
        SchemaVersion tagged =
                registry.write((state, reader) -> operation(reader, subject).decide(candidate));
        return Answer.ok(SchemaView.of(registry, exchange).version(tagged));
    }

    private Answer register(Exchange exchange) {
        String subject = registry.subject(exchange);
        SchemaCandidate candidate = SchemaBody.candidate(exchange);
        SchemaView view = SchemaView.of(registry, exchange);
        if (exchange.flag("dryRun")) {
            SchemaVersion planned = registry.ask((state, reader) ->
                    operation(reader, subject).decide(candidate).map(Proposal::response));
            return Answer.ok(view.version(planned).put("dryRun", true));
        }
        // What is registered already needs neither the leader nor the lock of the writes.
        SchemaVersion registered = registry.read(
                        (state, reader) -> operation(reader, subject).known(candidate))
                .orElseGet(() -> registry.write(
                        (state, reader) -> operation(reader, subject).decide(candidate)));
        return Answer.ok(view.version(registered));
    }

    private RegisterSchema operation(SchemaReader reader, String subject) {
        return new RegisterSchema(reader, registry.defaultLevel(), subject);
    }
}
