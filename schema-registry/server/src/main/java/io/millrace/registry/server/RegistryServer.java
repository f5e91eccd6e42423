package io.millrace.registry.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import io.millrace.acls.ClusterPermissions;
import io.millrace.registry.server.audit.AuditLog;
import io.millrace.registry.server.exporter.ExporterHost;
import io.millrace.registry.server.http.RegistryRoutes;
import io.millrace.registry.server.http.ServerIdentity;
import io.millrace.registry.server.storage.RegistryStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema registry: REST in front of a compacted topic of any cluster that speaks Kafka's protocol. */
public final class RegistryServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryServer.class);

    private final RegistryPort port;
    private final RegistryStore store;
    private final Optional<AuditLog> audit;
    private final Optional<ClusterPermissions> permissions;
    private final ExporterHost exporters;

    private RegistryServer(
            RegistryPort port,
            RegistryStore store,
            Optional<AuditLog> audit,
            Optional<ClusterPermissions> permissions) {
        this.port = port;
        this.store = store;
        this.audit = audit;
        this.permissions = permissions;
        this.exporters = new ExporterHost(store);
    }

    /** Starts a registry; when this returns, it answers, and everything written before is there. */
    public static RegistryServer start(Map<String, String> properties) {
        RegistryConfig config = RegistryConfig.of(properties);
        AtomicReference<HttpService> service = new AtomicReference<>((context, request) -> HttpResponse.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                MediaType.JSON,
                "{\"error_code\":50301,\"message\":\"The registry is starting\"}"));
        RegistryPort port = RegistryPort.open(
                config.listener(), (context, request) -> service.get().serve(context, request));
        try {
            RegistryStore store = RegistryStore.open(config.store(), config.keys(), config.exporters());
            Optional<AuditLog> audit = audit(config, store, port.url());
            return claim(new RegistryServer(port, store, audit, permissions(config, store, audit)), config, service);
        } catch (RuntimeException e) {
            port.close();
            throw e;
        }
    }

    private static Optional<AuditLog> audit(RegistryConfig config, RegistryStore store, String url) {
        try {
            return config.audit().isOn()
                    ? Optional.of(AuditLog.open(config.audit(), config.store(), url))
                    : Optional.empty();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static RegistryServer claim(
            RegistryServer started, RegistryConfig config, AtomicReference<HttpService> service) {
        try {
            started.store.claim(started.url());
        } catch (RuntimeException e) {
            started.audit.ifPresent(AuditLog::close);
            started.permissions.ifPresent(ClusterPermissions::close);
            started.store.close();
            throw e;
        }
        service.set(RegistryRoutes.service(
                started.store,
                KnownKinds.remembering(config.parsedSchemas()),
                new RegistryRoutes.Defaults(
                        config.compatibilityLevel(), config.modesMayChange(), config.leaderPatience()),
                identity(started.store),
                started.audit,
                started.permissions.map(each -> each),
                started.port.instances(),
                started.url()));
        started.exporters.start();
        LOGGER.atInfo().addKeyValue("url", started.url()).log("the schema registry answers");
        return started;
    }

    private static Optional<ClusterPermissions> permissions(
            RegistryConfig config, RegistryStore store, Optional<AuditLog> audit) {
        if (!config.authorizer().isOn()) {
            return Optional.empty();
        }
        Map<String, Object> client = new HashMap<>(config.store().clientProperties());
        client.keySet().retainAll(AdminClientConfig.configNames());
        client.put("bootstrap.servers", config.store().bootstrapServers());
        try {
            return Optional.of(ClusterPermissions.open(config.authorizer(), client));
        } catch (RuntimeException e) {
            audit.ifPresent(AuditLog::close);
            store.close();
            throw e;
        }
    }

    private static ServerIdentity identity(RegistryStore store) {
        String version = RegistryServer.class.getPackage().getImplementationVersion();
        return new ServerIdentity(store.clusterId(), "schema-registry", version == null ? "0.1.0" : version, "unknown");
    }

    /** Where it listens, as {@code http://host:port} or {@code https://host:port}. */
    public String url() {
        return port.url();
    }

    @Override
    public void close() {
        port.close();
        exporters.close();
        audit.ifPresent(AuditLog::close);
        permissions.ifPresent(ClusterPermissions::close);
        store.close();
    }
}
