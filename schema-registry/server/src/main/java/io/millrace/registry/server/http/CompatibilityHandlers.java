package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.CheckCompatibility;
import io.millrace.registry.model.command.CompatibilityRules;
import io.millrace.registry.model.command.CompatibilityVerdict;
import io.millrace.registry.model.command.Contracts;
import io.millrace.registry.model.command.ReservedFields;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.command.VersionSelector;
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
        String subject = registry.subject(exchange);
        return answer(
                exchange,
                registry.ask((state, reader) ->
                        verdict(exchange, state, reader, subject, content, state.versions(subject, Visibility.LIVE))));
    }

    private Answer againstOne(Exchange exchange) {
        SchemaContent content = SchemaBody.content(exchange);
        String subject = registry.subject(exchange);
        return answer(exchange, registry.ask((state, reader) -> VersionSelector.parse(exchange.part("version"))
                .then(selector -> earlier(state, subject, selector))
                .then(earlier -> verdict(exchange, state, reader, subject, content, earlier))));
    }

    /** The latest of an unknown subject is nothing at all, which anything may follow. */
    private static Decision<List<SchemaVersion>> earlier(RegistryState state, String subject, VersionSelector version) {
        if (version.isLatest()) {
            return Decision.accept(state.latest(subject).stream().toList());
        }
        return state.version(new VersionKey(subject, version.version()))
                .filter(found -> !found.deleted())
                .<Decision<List<SchemaVersion>>>map(found -> Decision.accept(List.of(found)))
                .orElseGet(() -> Decision.refuse(
                        RegistryErrorCode.VERSION_NOT_FOUND, "Version " + version.version() + " not found."));
    }

    private Decision<CompatibilityVerdict> verdict(
            Exchange exchange,
            RegistryState state,
            SchemaReader reader,
            String subject,
            SchemaContent content,
            List<SchemaVersion> earlier) {
        CompatibilityRules rules = Scopes.rules(state, subject, registry.defaultLevel());
        SchemaContent complete = Contracts.complete(state, subject, content);
        Decision<CompatibilityVerdict> verdict = reader.readSent(subject, content)
                .then(read -> ReservedFields.check(read, complete, earlier, rules)
                        .orElseGet(() ->
                                CheckCompatibility.check(reader, read, rules.comparable(complete, earlier), rules)));
        return exchange.flag("verbose")
                ? verdict.fold(Decision::accept, refused -> Decision.accept(CompatibilityVerdict.no(refused.message())))
                : verdict;
    }

    private static Answer answer(Exchange exchange, CompatibilityVerdict verdict) {
        return Answer.ok(
                exchange.flag("verbose") ? shown(verdict) : Answer.object().put("is_compatible", verdict.compatible()));
    }

    /** A verdict with all that speaks against it. */
    static ObjectNode shown(CompatibilityVerdict verdict) {
        ObjectNode body = Answer.object().put("is_compatible", verdict.compatible());
        ArrayNode messages = body.putArray("messages");
        verdict.messages().forEach(messages::add);
        ArrayNode reasons = body.putArray("reasons");
        verdict.reasons().forEach(reason -> reasons.addObject()
                .put("path", reason.path())
                .put("rule", reason.rule())
                .put("old", reason.oldText())
                .put("new", reason.newText()));
        return body;
    }
}
