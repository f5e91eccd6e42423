package io.millrace.registry.server.http;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.VersionSelector;
import io.millrace.registry.model.dek.ChangeDeks;
import io.millrace.registry.model.dek.ChangeKeks;
import io.millrace.registry.model.dek.Dek;
import io.millrace.registry.model.dek.DekId;
import io.millrace.registry.model.dek.KeyAlgorithm;
import io.millrace.registry.model.dek.KeyRecord;
import io.millrace.registry.model.dek.KeyTable;
import io.millrace.registry.server.storage.KeyStore;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code /dek-registry/v1/keks/{kek}/deks}: the wrapped keys of subjects, by algorithm and version. */
final class DekHandlers {
    static final String DEKS = KekHandlers.KEK + "/deks";
    static final String SUBJECT = DEKS + "/{subject}";
    static final String VERSION = SUBJECT + "/versions/{version}";
    /** What a path without a version means. */
    private static final int FIRST_VERSION = 1;

    private final Registry registry;

    DekHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", DEKS, this::subjects),
                Route.changing(Change.CREATE_DEK, "POST", DEKS, this::create),
                Route.on("GET", SUBJECT, exchange -> get(exchange, FIRST_VERSION)),
                Route.changing(Change.CREATE_DEK, "POST", SUBJECT, this::create),
                Route.changing(Change.DELETE_DEK, "DELETE", SUBJECT, this::deleteAll),
                Route.changing(Change.UNDELETE_DEK, "POST", SUBJECT + "/undelete", this::undeleteAll),
                Route.on("GET", SUBJECT + "/versions", this::versions),
                Route.on("GET", VERSION, exchange -> get(exchange, version(exchange))),
                Route.changing(Change.DELETE_DEK, "DELETE", VERSION, this::deleteVersion),
                Route.changing(Change.UNDELETE_DEK, "POST", VERSION + "/undelete", this::undeleteVersion));
    }

    private KeyStore keys() {
        registry.requireTime();
        return registry.store().keys();
    }

    private Answer subjects(Exchange exchange) {
        boolean deleted = exchange.flag("deleted");
        String kek = exchange.part("kek");
        List<String> subjects = HttpProblemException.orEnd(
                keys().read(table -> ChangeKeks.find(table, kek, deleted).map(found -> table.deks(kek, deleted).stream()
                        .map(dek -> dek.id().subject())
                        .distinct()
                        .filter(exchange.judge()::mayRead)
                        .toList())));
        return Answer.names(exchange.page(subjects));
    }

    private Answer create(Exchange exchange) {
        Dek wanted = KeyBody.dek(exchange);
        boolean rewrap = exchange.flag("rewrap");
        Dek made = HttpProblemException.orEnd(keys().write(
                                table -> requireMaterial(table, wanted)
                                        .then(dek -> changes(table).create(dek, rewrap)),
                                table -> table.dek(wanted.id(), true)))
                .orElseThrow();
        return Answer.ok(KeyView.dek(made));
    }

    /** Under a shared KEK it is the registry that could not make any, which is for the change to say. */
    private static Decision<Dek> requireMaterial(KeyTable table, Dek wanted) {
        boolean own = table.kek(wanted.id().kekName(), true)
                .filter(kek -> !kek.shared())
                .isPresent();
        if (own && wanted.encryptedKeyMaterial().isEmpty()) {
            throw KeyBody.invalid("encryptedKeyMaterial is missing");
        }
        return Decision.accept(wanted);
    }

    private Answer get(Exchange exchange, int version) {
        boolean deleted = exchange.flag("deleted");
        DekId id = id(exchange, version);
        return Answer.ok(
                KeyView.dek(HttpProblemException.orEnd(keys().read(table -> ChangeDeks.find(table, id, deleted)))));
    }

    private Answer versions(Exchange exchange) {
        boolean deleted = exchange.flag("deleted");
        DekId id = id(exchange, 0);
        List<Dek> versions = HttpProblemException.orEnd(
                keys().read(table -> ChangeDeks.versions(table, id.kekName(), id.subject(), id.algorithm(), deleted)));
        return Answer.numbers(
                exchange.page(versions.stream().map(each -> each.id().version()).toList()));
    }

    private Answer deleteAll(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return done(
                id(exchange, 0),
                (changes, id) -> changes.deleteAll(id.kekName(), id.subject(), id.algorithm(), permanent));
    }

    private Answer deleteVersion(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return done(id(exchange, version(exchange)), (changes, id) -> changes.deleteVersion(id, permanent));
    }

    private Answer undeleteAll(Exchange exchange) {
        return done(id(exchange, 0), (changes, id) -> changes.undeleteAll(id.kekName(), id.subject(), id.algorithm()));
    }

    private Answer undeleteVersion(Exchange exchange) {
        return done(id(exchange, version(exchange)), ChangeDeks::undeleteVersion);
    }

    private Answer done(DekId id, BiFunction<ChangeDeks, DekId, Decision<List<KeyRecord>>> operation) {
        Function<KeyTable, Decision<List<KeyRecord>>> decision = table -> operation.apply(changes(table), id);
        HttpProblemException.orEnd(keys().write(decision, table -> ""));
        return Answer.empty();
    }

    private ChangeDeks changes(KeyTable table) {
        return new ChangeDeks(table, keys().keysMax());
    }

    /** A version as the path names it; 0 for the latest. */
    private static int version(Exchange exchange) {
        return HttpProblemException.orEnd(VersionSelector.parse(exchange.part("version")))
                .version();
    }

    private static DekId id(Exchange exchange, int version) {
        KeyAlgorithm algorithm = KeyBody.algorithm(exchange.text("algorithm", KeyAlgorithm.AES256_GCM.name()));
        return new DekId(exchange.part("kek"), exchange.subject(), algorithm, version);
    }
}
