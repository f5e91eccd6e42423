package io.millrace.connect.rest;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import io.millrace.connect.rest.http.JsonErrors;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;

/** The open port. It answers that the worker is starting until the service is there. */
final class RestListener implements AutoCloseable {
    private static final long REQUEST_BYTES_MAX = 2L * 1024 * 1024;
    private static final int BLOCKING_THREADS = 16;

    /** For requests while the worker starts; the service knows its own bound. */
    private static final long REQUEST_TIMEOUT_MS = 30_000;

    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private static final String STARTING =
            "{\"status\":\"starting\",\"error_code\":503,\"message\":\"The worker is starting\"}";

    private final Server server;
    private final AtomicReference<HttpService> service;

    private RestListener(Server server, AtomicReference<HttpService> service) {
        this.server = server;
        this.service = service;
    }

    static RestListener open(Listener listener) {
        AtomicReference<HttpService> service = new AtomicReference<>(
                (context, request) -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.JSON, STARTING));
        Server server = Server.builder()
                .port(new InetSocketAddress(listener.host(), listener.port()), SessionProtocol.HTTP)
                .serviceUnder("/", (context, request) -> service.get().serve(context, request))
                .errorHandler(new JsonErrors())
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
        return new RestListener(server, service);
    }

    int port() {
        return server.activeLocalPort();
    }

    void serve(HttpService ready) {
        service.set(ready);
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
