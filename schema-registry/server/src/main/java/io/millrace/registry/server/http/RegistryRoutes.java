package io.millrace.registry.server.http;

import io.millrace.acls.Permissions;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.server.audit.AuditLog;
import io.millrace.registry.server.storage.RegistryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the REST interface together. */
public final class RegistryRoutes {
    private RegistryRoutes() {}

    /**
     * How the interface answers where the state does not say, how long it waits for a leader, and how much it takes in.
     *
     * @param bodiesBytes the largest sum of bodies that are in memory
     */
    public record Defaults(
            CompatibilityLevel compatibilityLevel,
            boolean modesMayChange,
            LeaderPatience leaderPatience,
            long bodiesBytes) {}

    /** The service over a store, which is reached at the given URL and writes changes down if there is a log for them. */
    public static RegistryHttpService service(
            RegistryStore store,
            SchemaKinds kinds,
            Defaults defaults,
            ServerIdentity identity,
            Optional<AuditLog> audit,
            Optional<Permissions> permissions,
            Instances instances,
            String url) {
        Registry registry = new Registry(store, kinds, defaults.compatibilityLevel(), defaults.modesMayChange());
        LeaderForwarding forwarding =
                new LeaderForwarding(() -> store.claim(url), url, defaults.leaderPatience(), instances);
        return new RegistryHttpService(
                new BodyBudget(defaults.bodiesBytes()),
                prompt(registry, identity, permissions),
                routes(registry, identity),
                new Judges(permissions, registry),
                new Auditing(audit, store, url),
                forwarding);
    }

    private static PromptAnswers prompt(Registry registry, ServerIdentity identity, Optional<Permissions> permissions) {
        Registry atOnce = registry.atOnce();
        List<Route> quick =
                routes(atOnce, identity).stream().filter(Route::quick).toList();
        return new PromptAnswers(quick, new Judges(permissions, atOnce));
    }

    static List<Route> routes(Registry registry, ServerIdentity identity) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SubjectHandlers(registry).routes());
        routes.addAll(new RegisterHandlers(registry).routes());
        routes.addAll(new SchemaHandlers(registry).routes());
        routes.addAll(new SchemaListHandler(registry).routes());
        routes.addAll(new ExportHandler(registry).routes());
        routes.addAll(new CompatibilityHandlers(registry).routes());
        routes.addAll(new DiffHandler(registry).routes());
        routes.addAll(new ConfigHandlers(registry).routes());
        routes.addAll(new ModeHandlers(registry).routes());
        routes.addAll(new ContextHandlers(registry).routes());
        routes.addAll(new AssociationHandlers(registry).routes());
        routes.addAll(new AssociationBatchHandler(registry).routes());
        routes.addAll(new AssociationMutations(registry).routes());
        routes.addAll(new KekHandlers(registry).routes());
        routes.addAll(new DekHandlers(registry).routes());
        routes.addAll(new ExporterHandlers(registry).routes());
        routes.addAll(new ServerHandlers(registry, identity).routes());
        return routes;
    }
}
