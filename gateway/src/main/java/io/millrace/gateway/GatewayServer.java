package io.millrace.gateway;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.acls.ClusterPermissions;
import io.millrace.gateway.http.Surface;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.metrics.GatewayMetrics;
import io.millrace.gateway.once.KeyedRequests;
import io.millrace.gateway.rights.Rights;
import io.millrace.http.ConfigException;
import io.millrace.http.listen.Entrance;
import io.millrace.http.listen.JsonErrors;
import io.millrace.http.listen.ServerManner;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.any.AnySchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: produce and consume over HTTP, in front of any cluster that speaks Kafka's protocol. Several live in one
 * JVM.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayServer.class);

    /** More than the producer's delivery.timeout.ms, whose answer says more. */
    private static final long REQUEST_TIMEOUT_MS = 60_000;

    private static final long IDLE_TIMEOUT_MS = 15_000;

    private static final long STREAMS_PER_CONNECTION_MAX = 100;

    private static final int PIECE_BYTES_MAX = 32 * 1024;

    private static final long CLOSE_TIMEOUT_MS = 5_000;

    /** No request goes without a name. */
    private static final ServerManner MANNER =
            new ServerManner("Gateway", "gateway", MediaType.JSON, JsonErrors::body, headers -> false);

    private final Server server;
    private final String url;
    private final List<Runnable> waiting;
    private final List<Runnable> means;

    /**
     * One that answers.
     *
     * @param waiting ends what clients wait for
     * @param means lets go of what answers are made with
     */
    private GatewayServer(Server server, String url, List<Runnable> waiting, List<Runnable> means) {
        this.server = server;
        this.url = url;
        this.waiting = waiting;
        this.means = means;
    }

    /**
     * Returns when clients are served; the cluster and the registry are asked at the first request that needs them.
     *
     * @throws ConfigException when a property is wrong or the port is taken; the message says which and what to do
     */
    public static GatewayServer start(Map<String, String> properties) {
        GatewayConfig config = GatewayConfig.of(properties);
        Optional<RegistryClient<AnySchema>> registry = RegistryKeys.client(config.registry());
        Entrance entrance = Entrance.open(config.address(), MANNER, Optional.empty(), config.names());
        Clients clients = new Clients(config.clients());
        Optional<ClusterPermissions> permissions = config.authorizer().isOn()
                ? Optional.of(ClusterPermissions.open(
                        config.authorizer(), config.clients().admin()))
                : Optional.empty();
        Rights rights = new Rights(permissions.map(each -> each));
        SharedParts shared = SharedParts.of(config, clients);
        KeyedRequests keyed = new KeyedRequests(clients, config.once(), shared.metrics());
        ReadRoutes reads = new ReadRoutes(config, clients, shared, registry, rights);
        GatewayRoutes routes = new GatewayRoutes(config, clients, shared, keyed, registry, rights);
        reads.measure(shared.metrics());
        routes.measure();
        List<Runnable> waiting = List.of(reads::close, routes::close);
        List<Runnable> means = List.of(
                keyed::close, clients::close, () -> permissions.ifPresent(ClusterPermissions::close), entrance::close);
        Server server = server(config, entrance, rights, shared.metrics(), routes, reads);
        try {
            server.start().join();
        } catch (CompletionException e) {
            waiting.forEach(Runnable::run);
            means.forEach(Runnable::run);
            throw new ConfigException("cannot listen on " + config.address().host() + ":"
                    + config.address().port() + ": " + e.getCause().getMessage());
        }
        String url = config.address().url(server.activeLocalPort());
        LOGGER.atInfo().addKeyValue("url", url).log("the gateway answers");
        return new GatewayServer(server, url, waiting, means);
    }

    private static Server server(
            GatewayConfig config,
            Entrance entrance,
            Rights rights,
            GatewayMetrics metrics,
            GatewayRoutes routes,
            ReadRoutes reads) {
        ServerBuilder builder = Server.builder();
        entrance.addTo(builder);
        builder.decorator((service, context, request) ->
                        entrance.pass((same, passed) -> rights.judged(service, same, passed), context, request))
                .errorHandler(new JsonErrors(Surface::ofError))
                // Whoever refuses a request, it is counted.
                .accessLogWriter(metrics::requested, false)
                .maxNumConnections(config.connections())
                .http2MaxStreamsPerConnection(STREAMS_PER_CONNECTION_MAX)
                // Bodies are counted where they are collected, all of them together.
                .maxRequestLength(0)
                // Each piece is handed over between two threads: small ones would cost more than what is in them.
                .http1MaxChunkSize(PIECE_BYTES_MAX)
                .requestTimeoutMillis(REQUEST_TIMEOUT_MS)
                // The kernel cuts connections whose client takes nothing for about as long, streams of events too.
                .idleTimeoutMillis(Math.max(IDLE_TIMEOUT_MS, config.streams().readTimeoutMs()))
                .blockingTaskExecutor(config.requestThreads())
                // Two servers in one JVM would quarrel over the names in the global registry.
                .meterRegistry(NoopMeterRegistry.get())
                .gracefulShutdownTimeoutMillis(0, CLOSE_TIMEOUT_MS)
                .disableServerHeader();
        routes.addTo(builder);
        reads.addTo(builder);
        return builder.build();
    }

    /** Where it listens, as {@code http://host:port} or {@code https://host:port}. */
    public String url() {
        return url;
    }

    Server server() {
        return server;
    }

    /** Takes no more requests, waits some seconds for those under way, then lets go of the cluster. */
    @Override
    public void close() {
        // What waits for records is answered first, or the server would wait for it.
        waiting.forEach(Runnable::run);
        server.stop().join();
        means.forEach(Runnable::run);
    }
}
