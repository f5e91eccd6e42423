package io.millrace.registry.server.http;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.dek.ChangeDeks;
import io.millrace.registry.model.dek.ChangeKeks;
import io.millrace.registry.model.dek.Kek;
import io.millrace.registry.model.dek.KeyRecord;
import io.millrace.registry.model.dek.KeyTable;
import io.millrace.registry.server.storage.KeyStore;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** {@code /dek-registry/v1/keks}: the keys of a KMS, with which clients wrap those of subjects. */
final class KekHandlers {
    static final String KEKS = "/dek-registry/v1/keks";
    static final String KEK = KEKS + "/{kek}";

    private final Registry registry;

    KekHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", KEKS, this::list),
                Route.changing(Change.CREATE_KEK, "POST", KEKS, this::create),
                Route.on("GET", KEK, this::get),
                Route.changing(Change.CHANGE_KEK, "PUT", KEK, this::change),
                Route.changing(Change.DELETE_KEK, "DELETE", KEK, this::delete),
                Route.changing(Change.UNDELETE_KEK, "POST", KEK + "/undelete", this::undelete),
                Route.on("POST", KEK + "/test", this::test));
    }

    private KeyStore keys() {
        registry.requireTime();
        return registry.store().keys();
    }

    private Answer list(Exchange exchange) {
        boolean deleted = exchange.flag("deleted");
        List<SubjectPrefix> prefixes = exchange.query().getAll("subjectPrefix").stream()
                .map(each -> SubjectPrefix.parseIn(exchange.context(), each))
                .toList();
        List<String> names = keys().read(table -> table.keks(deleted).stream()
                .map(Kek::name)
                .filter(name -> prefixes.isEmpty() || hasSubject(table, name, prefixes, deleted))
                .toList());
        return Answer.names(exchange.page(names));
    }

    private static boolean hasSubject(KeyTable table, String kekName, List<SubjectPrefix> prefixes, boolean deleted) {
        return table.deks(kekName, deleted).stream().anyMatch(dek -> prefixes.stream()
                .anyMatch(prefix -> prefix.matches(dek.id().subject())));
    }

    private Answer create(Exchange exchange) {
        Kek wanted = KeyBody.kek(exchange.json());
        if (exchange.flag("testSharing")) {
            HttpProblemException.orEnd(ChangeDeks.requireOwn(wanted));
        }
        return write(wanted.name(), table -> changes(table).create(wanted));
    }

    private Answer get(Exchange exchange) {
        boolean deleted = exchange.flag("deleted");
        return Answer.ok(KeyView.kek(HttpProblemException.orEnd(
                keys().read(table -> ChangeKeks.find(table, exchange.part("kek"), deleted)))));
    }

    private Answer change(Exchange exchange) {
        UnaryOperator<Kek> changes = KeyBody.changes(exchange.json());
        UnaryOperator<Kek> tested = kek -> {
            Kek changed = changes.apply(kek);
            return exchange.flag("testSharing") ? HttpProblemException.orEnd(ChangeDeks.requireOwn(changed)) : changed;
        };
        String name = exchange.part("kek");
        return write(name, table -> changes(table).change(name, tested));
    }

    private Answer delete(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return done(table -> changes(table).delete(exchange.part("kek"), permanent));
    }

    private Answer undelete(Exchange exchange) {
        return done(table -> changes(table).undelete(exchange.part("kek")));
    }

    /** Whether the registry can wrap keys with it, which it never can. */
    private Answer test(Exchange exchange) {
        Kek kek = HttpProblemException.orEnd(keys().read(table -> ChangeKeks.find(table, exchange.part("kek"), false)));
        HttpProblemException.orEnd(ChangeDeks.requireOwn(kek));
        throw KeyBody.invalid("shared is false, so this registry does not use the KMS, and has nothing to test");
    }

    private ChangeKeks changes(KeyTable table) {
        return new ChangeKeks(table, keys().keysMax());
    }

    private Answer write(String name, Function<KeyTable, Decision<List<KeyRecord>>> operation) {
        return Answer.ok(KeyView.kek(HttpProblemException.orEnd(keys().write(operation, table -> table.kek(name, true)))
                .orElseThrow()));
    }

    private Answer done(Function<KeyTable, Decision<List<KeyRecord>>> operation) {
        HttpProblemException.orEnd(keys().write(operation, table -> ""));
        return Answer.empty();
    }
}
