package io.millrace.registry.server.http;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.VersionSelector;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code POST /subjects/{subject}/versions}: registers a schema, tells what would become of it, or tags it. */
final class RegisterHandlers {
    private final Registry registry;

    RegisterHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.changing(Change.REGISTER_SCHEMA, "POST", "/subjects/{subject}/versions", this::register)
                        .unless(this::known)
                        .quickly(),
                Route.changing(Change.TAG_SCHEMA, "POST", "/subjects/{subject}/versions/{version}/tags", this::tag));
    }

    /** Registers a version again with other tags, metadata or rules. */
    private Answer tag(Exchange exchange) {
        Function<SchemaContent, SchemaCandidate> change = SchemaBody.tagging(exchange);
        SchemaVersion tagged = registry.write((state, reader) -> {
            String subject = Registry.subject(state, exchange);
            return VersionSelector.parse(exchange.part("version"))
                    .then(selector -> selector.find(state, subject, Visibility.LIVE))
                    .then(base -> operation(reader, subject).decide(change.apply(base.content())));
        });
        return Answer.ok(SchemaView.of(registry, exchange).version(tagged));
    }

    /** What is registered already needs neither the leader nor the lock of the writes, and is no change. */
    private Optional<Answer> known(Exchange exchange) {
        if (exchange.flag("dryRun")) {
            return Optional.empty();
        }
        SchemaCandidate candidate = SchemaBody.candidate(exchange);
        SchemaView view = SchemaView.of(registry, exchange);
        return registry.read(
                        (state, reader) -> operation(state, reader, exchange).known(candidate))
                .map(version -> Answer.ok(view.version(version)));
    }

    private Answer register(Exchange exchange) {
        SchemaCandidate candidate = SchemaBody.candidate(exchange);
        SchemaView view = SchemaView.of(registry, exchange);
        if (exchange.flag("dryRun")) {
            SchemaVersion planned = registry.ask((state, reader) ->
                    operation(state, reader, exchange).decide(candidate).map(Proposal::response));
            return Answer.ok(view.version(planned).put("dryRun", true));
        }
        SchemaVersion registered = registry.write(
                (state, reader) -> operation(state, reader, exchange).decide(candidate));
        return Answer.ok(view.version(registered));
    }

    private RegisterSchema operation(RegistryState state, SchemaReader reader, Exchange exchange) {
        return operation(reader, Registry.subject(state, exchange));
    }

    private RegisterSchema operation(SchemaReader reader, String subject) {
        return new RegisterSchema(reader, registry.defaultLevel(), subject);
    }
}
