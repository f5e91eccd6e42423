package io.millrace.registry.server.http;

import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.command.SchemaReader;
import java.util.List;

/** {@code POST /subjects/{subject}/versions}: registers a schema, or tells what would become of it. */
final class RegisterHandlers {
    private final Registry registry;

    RegisterHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.on("POST", "/subjects/{subject}/versions", this::register));
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
