package io.millrace.registry.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.http.ConfigException;
import io.millrace.http.access.SecretLetters;
import io.millrace.http.listen.Entrance;
import io.millrace.http.listen.JsonErrors;
import io.millrace.http.listen.ListenAddress;
import io.millrace.http.listen.ServerManner;
import io.millrace.http.tls.Tls;
import io.millrace.registry.server.http.Instances;
import io.millrace.registry.server.http.MediaTypes;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** The open port of a registry: what comes in has passed the entrance. */
final class RegistryPort implements AutoCloseable {
    private static final long REQUEST_TIMEOUT_MS = 120_000;

    /** Nobody has to tell a probe a password, and it is answered no more than {@code {}}. */
    private static final ServerManner MANNER = new ServerManner(
            "Schema registry",
            "registry",
            MediaTypes.standard(),
            JsonErrors::body,
            headers -> headers.method() == HttpMethod.GET && headers.path().equals("/"));

    private final Server server;
    private final Entrance entrance;
    private final ListenAddress address;
    private final Instances instances;

    private RegistryPort(Server server, Entrance entrance, ListenAddress address, Instances instances) {
        this.server = server;
        this.entrance = entrance;
        this.address = address;
        this.instances = instances;
    }

    static RegistryPort open(ListenerConfig config, HttpService service) {
        ListenAddress address = config.address();
        Optional<SecretLetters> letters =
                config.instanceSecret().map(secret -> new SecretLetters(address.advertisedHost(), secret));
        Entrance entrance = Entrance.open(address, MANNER, letters.map(each -> each), config.names());
        ServerBuilder builder = Server.builder();
        entrance.addTo(builder);
        Server server = builder.serviceUnder("/", new Entered(service, entrance))
                .errorHandler(new JsonErrors(headers -> MediaTypes.standard()))
                .maxRequestLength(config.requestBytes())
                .maxNumConnections(config.connections())
                .requestTimeoutMillis(REQUEST_TIMEOUT_MS)
                .blockingTaskExecutor(config.blockingThreads())
                .meterRegistry(NoopMeterRegistry.get())
                .disableServerHeader()
                .build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            entrance.close();
            throw new ConfigException("cannot listen on " + address.host() + ":" + address.port() + ": "
                    + e.getCause().getMessage());
        }
        Instances instances = new Instances(address.tls().map(Tls::context), address.asks(), letters);
        return new RegistryPort(server, entrance, address, instances);
    }

    /** What is behind the entrance, which also says how its requests are to be read. */
    private static final class Entered extends SimpleDecoratingHttpService {
        private final Entrance entrance;

        Entered(HttpService service, Entrance entrance) {
            super(service);
            this.entrance = entrance;
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
            return entrance.pass((HttpService) unwrap(), context, request);
        }
    }

    /** How this instance speaks to the others. */
    Instances instances() {
        return instances;
    }

    /** The address for others. */
    String url() {
        return address.url(server.activeLocalPort());
    }

    @Override
    public void close() {
        server.stop().join();
        entrance.close();
    }
}
