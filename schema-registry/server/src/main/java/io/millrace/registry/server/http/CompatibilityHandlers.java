package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.CheckCompatibility;
import io.millrace.registry.model.command.CompatibilityVerdict;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.command.VersionSelector;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;

/** {@code /compatibility}: may this schema follow those? No spelling changes the answer, so neither does the normal form. */
final class CompatibilityHandlers {
    private final Registry registry;

    CompatibilityHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("POST", "/compatibility/subjects/{subject}/versions", this::againstAll),
                Route.on("POST", "/compatibility/subjects/{subject}/versions/{version}", this::againstOne));
    }

    private Answer againstAll(Exchange exchange) {
        SchemaContent content = SchemaBody.content(exchange);
        return answer(exchange, registry.ask((state, reader) -> {
            List<SchemaVersion> earlier = state.versions(exchange.subject(), Visibility.LIVE);
            return check(exchange, state, reader, content, earlier);
        }));
    }

    private Answer againstOne(Exchange exchange) {
        SchemaContent content = SchemaBody.content(exchange);
        return answer(exchange, registry.ask((state, reader) -> VersionSelector.parse(exchange.part("version"))
                .then(selector -> earlier(state, exchange.subject(), selector))
                .then(earlier -> check(exchange, state, reader, content, earlier))));
    }

    /** The latest of an unknown subject is nothing at all, which anything may follow. */
    private static Decision<List<SchemaVersion>> earlier(RegistryState state, String subject, VersionSelector version) {
        if (version.version() == 0 && state.latest(subject).isEmpty()) {
            return Decision.accept(List.of());
        }
        return version.find(state, subject, Visibility.LIVE).map(List::of);
    }

    private Decision<CompatibilityVerdict> check(
            Exchange exchange,
            RegistryState state,
            SchemaReader reader,
            SchemaContent content,
            List<SchemaVersion> earlier) {
        Decision<CompatibilityVerdict> verdict = reader.read(exchange.subject(), content, Strictness.STRICT)
                .then(read -> CheckCompatibility.check(
                        reader, read, earlier, Scopes.rules(state, exchange.subject(), registry.defaultLevel())));
        return exchange.flag("verbose")
                ? verdict.fold(Decision::accept, refused -> Decision.accept(CompatibilityVerdict.no(refused.message())))
                : verdict;
    }

    private static Answer answer(Exchange exchange, CompatibilityVerdict verdict) {
        ObjectNode body = Answer.object().put("is_compatible", verdict.compatible());
        if (exchange.flag("verbose")) {
            ArrayNode messages = body.putArray("messages");
            verdict.messages().forEach(messages::add);
        }
        return Answer.ok(body);
    }
}
