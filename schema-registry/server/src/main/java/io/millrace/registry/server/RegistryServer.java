package io.millrace.registry.server;

import io.millrace.acls.AuthorizerConfig;
import io.millrace.acls.ClusterPermissions;
import io.millrace.registry.server.audit.AuditConfig;
import io.millrace.registry.server.audit.AuditLog;
import io.millrace.registry.server.exporter.ExporterHost;
import io.millrace.registry.server.http.RegistryRoutes;
import io.millrace.registry.server.http.ServerIdentity;
import io.millrace.registry.server.storage.RegistryStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema registry: REST in front of a compacted topic of any cluster that speaks Kafka's protocol. */
public final class RegistryServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryServer.class);

    private final RegistryConfig config;
    private final StartingService service = new StartingService();

    private final CompletableFuture<RegistryPort> port;
    /** What closes that which requests need, the latest first. */
    private final Deque<Runnable> closers = new ArrayDeque<>();

    private RegistryServer(RegistryConfig config) {
        this.config = config;
        // Opening it waits for nothing of the store, nor the store for it, and both take a while.
        this.port = CompletableFuture.supplyAsync(
                () -> RegistryPort.open(config.listener(), service), open -> new Thread(open, "registry-port").start());
    }

    /** Starts a registry; when this returns, it answers, and everything written before is there. */
    public static RegistryServer start(Map<String, String> properties) {
        RegistryServer server = new RegistryServer(RegistryConfig.of(properties));
        try {
            server.open();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open() {
        RegistryStore store = openStore();
        closers.push(store::close);
        Optional<AuditLog> audit = Optional.of(config.audit())
                .filter(AuditConfig::isOn)
                .map(wanted -> AuditLog.open(wanted, config.store(), url()));
        audit.ifPresent(log -> closers.push(log::close));
        Optional<ClusterPermissions> permissions = Optional.of(config.authorizer())
                .filter(AuthorizerConfig::isOn)
                .map(wanted -> ClusterPermissions.open(wanted, permissionsClient()));
        permissions.ifPresent(rights -> closers.push(rights::close));
        store.claim(url());
        service.become(RegistryRoutes.service(
                store,
                KnownKinds.remembering(config.parsedSchemas()),
                new RegistryRoutes.Defaults(
                        config.compatibilityLevel(),
                        config.modesMayChange(),
                        config.leaderPatience(),
                        config.listener().bodiesBytes()),
                identity(store),
                audit,
                permissions.map(each -> each),
                openPort().instances(),
                url()));
        ExporterHost exporters = new ExporterHost(store);
        closers.push(exporters::close);
        exporters.start();
        LOGGER.atInfo().addKeyValue("url", url()).log("the schema registry answers");
    }

    private Map<String, Object> permissionsClient() {
        Map<String, Object> client = new HashMap<>(config.store().clientProperties());
        client.keySet().retainAll(AdminClientConfig.configNames());
        client.put("bootstrap.servers", config.store().bootstrapServers());
        return client;
    }

    private static ServerIdentity identity(RegistryStore store) {
        String version = RegistryServer.class.getPackage().getImplementationVersion();
        return new ServerIdentity(store.clusterId(), "schema-registry", version == null ? "0.1.0" : version, "unknown");
    }

    /** Where it listens, as {@code http://host:port} or {@code https://host:port}. */
    public String url() {
        return openPort().url();
    }

    /** A port that cannot be opened is told at once, however long the store would take. */
    private RegistryStore openStore() {
        CompletableFuture<RegistryStore> first = new CompletableFuture<>();
        Thread opening = new Thread(
                () -> {
                    try {
                        RegistryStore store = RegistryStore.open(config.store(), config.keys(), config.exporters());
                        if (!first.complete(store)) {
                            store.close();
                        }
                    } catch (RuntimeException | Error e) {
                        first.completeExceptionally(e);
                    }
                },
                "registry-store");
        // Nothing waits for it where the port has failed.
        opening.setDaemon(true);
        opening.start();
        port.exceptionally(failure -> {
            first.completeExceptionally(failure);
            return null;
        });
        return joined(first);
    }

    private RegistryPort openPort() {
        return joined(port);
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** No request is served any more when the first of what requests need is closed. */
    @Override
    public void close() {
        if (!port.handle((open, failure) -> failure != null).join()) {
            openPort().close();
        }
        closers.forEach(Runnable::run);
        closers.clear();
    }
}
