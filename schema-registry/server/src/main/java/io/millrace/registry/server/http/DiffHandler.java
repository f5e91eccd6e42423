package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.CheckCompatibility;
import io.millrace.registry.model.command.CompatibilityRules;
import io.millrace.registry.model.command.CompatibilityVerdict;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.command.VersionSelector;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;

/** {@code /diff}: what lies between two versions of a subject for those who read and write with them. */
final class DiffHandler {
    /** What the newer version cannot read of the older one's data, and the other way round. */
    private record Diff(
            SchemaVersion from, SchemaVersion to, CompatibilityVerdict backward, CompatibilityVerdict forward) {}

    private final Registry registry;

    DiffHandler(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.on("GET", "/subjects/{subject}/versions/{version}/diff/{other}", this::diff));
    }

    private Answer diff(Exchange exchange) {
        String subject = registry.subject(exchange);
        Diff diff = registry.ask((state, reader) -> find(exchange, state, subject, "version")
                .then(from -> find(exchange, state, subject, "other").then(to -> compare(state, reader, from, to))));
        ObjectNode body = Answer.object()
                .put("subject", subject)
                .put("from", diff.from().version())
                .put("to", diff.to().version());
        body.set("backward", CompatibilityHandlers.shown(diff.backward()));
        body.set("forward", CompatibilityHandlers.shown(diff.forward()));
        return Answer.ok(body);
    }

    private static Decision<SchemaVersion> find(Exchange exchange, RegistryState state, String subject, String part) {
        return VersionSelector.parse(exchange.part(part))
                .then(selector -> selector.find(state, subject, exchange.liveOrWithDeleted()));
    }

    private Decision<Diff> compare(RegistryState state, SchemaReader reader, SchemaVersion from, SchemaVersion to) {
        return verdict(state, reader, from, to, CompatibilityLevel.BACKWARD)
                .then(backward -> verdict(state, reader, from, to, CompatibilityLevel.FORWARD)
                        .map(forward -> new Diff(from, to, backward, forward)));
    }

    private Decision<CompatibilityVerdict> verdict(
            RegistryState state, SchemaReader reader, SchemaVersion from, SchemaVersion to, CompatibilityLevel level) {
        CompatibilityRules own = Scopes.rules(state, to.subject(), registry.defaultLevel());
        CompatibilityRules rules = new CompatibilityRules(level, own.policy(), Optional.empty(), own.validateFields());
        return reader.read(to.subject(), to.content(), Strictness.LENIENT)
                .then(read -> CheckCompatibility.check(reader, read, List.of(from), rules));
    }
}
