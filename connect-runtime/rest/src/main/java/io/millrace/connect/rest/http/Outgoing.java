package io.millrace.connect.rest.http;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.WebClientBuilder;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.RequestTarget;
import io.millrace.connect.rest.access.Caller;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Requests to other workers, on behalf of whoever asked this one. */
public final class Outgoing {
    /** The headers by which another worker believes on whose behalf a request comes; none where nobody is asked. */
    @FunctionalInterface
    public interface Letters {
        Letters NONE = (caller, method, target, body) -> CompletableFuture.completedFuture(Map.of());

        /** {@code target} is the path with its query, as it is sent. */
        CompletableFuture<Map<String, String>> of(Caller caller, String method, String target, byte[] body);
    }

    private final ClientFactory connections;
    private final Letters letters;

    /** {@code connections} know whom to trust; the one who made them closes them. */
    public Outgoing(ClientFactory connections, Letters letters) {
        this.connections = connections;
        this.letters = letters;
    }

    /** A sender with bounds of its own. */
    Sender with(Consumer<WebClientBuilder> bounds) {
        WebClientBuilder client = WebClient.builder().factory(connections);
        bounds.accept(client);
        return new Sender(client.build(), letters);
    }

    record Sender(WebClient client, Letters letters) {
        /** Sends JSON, or nothing if there is none. */
        CompletableFuture<AggregatedHttpResponse> send(
                Caller caller, HttpMethod method, URI base, String pathAndQuery, HttpData body) {
            // As the client will write it: percent signs where they have to be.
            RequestTarget written = RequestTarget.forClient(pathAndQuery);
            String target = written == null ? pathAndQuery : written.pathAndQuery();
            return letters.of(caller, method.name(), target, body.array()).thenCompose(headers -> {
                RequestHeadersBuilder all =
                        RequestHeaders.builder(method, base.getScheme() + "://" + base.getAuthority() + target);
                headers.forEach(all::add);
                if (!body.isEmpty()) {
                    all.contentType(MediaType.JSON);
                }
                return client.execute(HttpRequest.of(all.build(), body)).aggregate();
            });
        }
    }
}
