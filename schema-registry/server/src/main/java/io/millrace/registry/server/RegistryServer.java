package io.millrace.registry.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import io.millrace.http.ConfigException;
import io.millrace.registry.server.audit.AuditLog;
import io.millrace.registry.server.http.JsonErrors;
import io.millrace.registry.server.http.RegistryRoutes;
import io.millrace.registry.server.http.ServerIdentity;
import io.millrace.registry.server.storage.RegistryStore;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema registry: REST in front of a compacted topic of any cluster that speaks Kafka's protocol. */
public final class RegistryServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryServer.class);

    private final Server server;
    private final RegistryStore store;
    private final Optional<AuditLog> audit;
    private final String url;

    private RegistryServer(Server server, RegistryStore store, Optional<AuditLog> audit, String url) {
        this.server = server;
        this.store = store;
        this.audit = audit;
        this.url = url;
    }

    /** Starts a registry; when this returns, it answers, and everything written before is there. */
    public static RegistryServer start(Map<String, String> properties) {
        RegistryConfig config = RegistryConfig.of(properties);
        AtomicReference<HttpService> service = new AtomicReference<>((context, request) -> HttpResponse.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                MediaType.JSON,
                "{\"error_code\":50301,\"message\":\"The registry is starting\"}"));
        Server server =
                listen(config.listener(), (context, request) -> service.get().serve(context, request));
        try {
            String url = "http://" + config.listener().advertisedHost() + ":" + server.activeLocalPort();
            RegistryStore store = RegistryStore.open(config.store());
            return claim(new RegistryServer(server, store, audit(config, store, url), url), config, service);
        } catch (RuntimeException e) {
            server.stop().join();
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
            started.store.claim(started.url);
        } catch (RuntimeException e) {
            started.audit.ifPresent(AuditLog::close);
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
                started.url));
        LOGGER.atInfo().addKeyValue("url", started.url).log("the schema registry answers");
        return started;
    }

    private static ServerIdentity identity(RegistryStore store) {
        String version = RegistryServer.class.getPackage().getImplementationVersion();
        return new ServerIdentity(store.clusterId(), "schema-registry", version == null ? "0.1.0" : version, "unknown");
    }

    private static Server listen(ListenerConfig config, HttpService service) {
        Server server = Server.builder()
                .port(new InetSocketAddress(config.host(), config.port()), SessionProtocol.HTTP)
                .serviceUnder("/", service)
                .errorHandler(new JsonErrors())
                .maxRequestLength(config.requestBytes())
                .requestTimeoutMillis(120_000)
                .blockingTaskExecutor(config.blockingThreads())
                .meterRegistry(NoopMeterRegistry.get())
                .disableServerHeader()
                .build();
        try {
            server.start().join();
            return server;
        } catch (CompletionException e) {
            throw new ConfigException("cannot listen on " + config.host() + ":" + config.port() + ": "
                    + e.getCause().getMessage());
        }
    }

    /** Where it listens, as {@code http://host:port}. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        server.stop().join();
        audit.ifPresent(AuditLog::close);
        store.close();
    }
}
