package io.millrace.connect.rest;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.http.StrangePages;
import io.millrace.http.listen.Acceptor;
import io.millrace.http.listen.JsonErrors;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;

/** The open port. It answers that the worker is starting until the service is there. */
final class RestListener implements AutoCloseable {
    private static final long REQUEST_BYTES_MAX = 2L * 1024 * 1024;
    private static final int BLOCKING_THREADS = 16;

    /** For a request to arrive in; the service has its own bound on the answer. */
    private static final long REQUEST_TIMEOUT_MS = 20_000;

    private static final int CONNECTIONS_MAX = 2_000;

    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private static final String STARTING =
            "{\"status\":\"starting\",\"error_code\":503,\"message\":\"The worker is starting\"}";

    private static final String STRANGE =
            "{\"error_code\":403,\"message\":\"The Host or Origin header names another server;"
                    + " ask by the worker's own address or by rest.advertised.host.name\"}";

    private final Server server;
    private final Changes changes;
    private final AtomicReference<HttpService> service;

    private RestListener(Server server, Changes changes, AtomicReference<HttpService> service) {
        this.server = server;
        this.changes = changes;
        this.service = service;
    }

    static RestListener open(Listener listener, StrangePages strange) {
        AtomicReference<HttpService> service = new AtomicReference<>(
                (context, request) -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.JSON, STARTING));
        Changes changes = new Changes();
        ServerBuilder builder = Server.builder();
        Acceptor.addTo(builder);
        listener.tls().ifPresent(tls -> tls.serve(builder));
        SessionProtocol protocol = listener.tls().isPresent() ? SessionProtocol.HTTPS : SessionProtocol.HTTP;
        Server server = builder.port(new InetSocketAddress(listener.host(), listener.port()), protocol)
                .serviceUnder(
                        "/",
                        (context, request) -> strange.speakThrough(request.headers())
                                ? HttpResponse.of(HttpStatus.FORBIDDEN, MediaType.JSON, STRANGE)
                                : changes.pass(service.get(), context, request))
                .errorHandler(new JsonErrors(headers -> MediaType.JSON))
                .maxNumConnections(CONNECTIONS_MAX)
                .maxRequestLength(REQUEST_BYTES_MAX)
                .requestTimeoutMillis(REQUEST_TIMEOUT_MS)
                .blockingTaskExecutor(BLOCKING_THREADS)
                // Two servers in one JVM would quarrel over the names in the global registry.
                .meterRegistry(NoopMeterRegistry.get())
                .gracefulShutdownTimeoutMillis(0, CLOSE_TIMEOUT_MS)
                .disableServerHeader()
                .build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new ConfigException("cannot listen on " + listener.host() + ":" + listener.port() + ": "
                    + e.getCause().getMessage());
        }
        return new RestListener(server, changes, service);
    }

    int port() {
        return server.activeLocalPort();
    }

    void serve(HttpService ready) {
        service.set(ready);
    }

    /** Reads are answered until the end; changes go to another worker from now on. */
    void refuseChanges() {
        changes.refuse();
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
