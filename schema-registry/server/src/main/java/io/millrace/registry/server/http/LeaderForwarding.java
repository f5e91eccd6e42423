package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.RegistryStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a write on to the instance that owns the writes. If nobody listens there any more, this instance claims them:
 * a claim is ordered with all writes in the topic, so a claim too many costs time and never a schema.
 */
final class LeaderForwarding {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaderForwarding.class);
    private static final String FORWARDED = "X-Forward";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final RegistryStore store;
    private final String ownUrl;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    LeaderForwarding(RegistryStore store, String ownUrl) {
        this.store = store;
        this.ownUrl = ownUrl;
    }

    Answer forward(String leaderUrl, AggregatedHttpRequest request, Supplier<Answer> local) {
        if (request.headers().contains(FORWARDED)) {
            throw new HttpProblemException(
                    RegistryErrorCode.UNKNOWN_LEADER, "This instance was taken for the leader, but is not");
        }
        if (leaderUrl.isEmpty() || leaderUrl.equals(ownUrl)) {
            return claimAndRun(local);
        }
        try {
            HttpResponse<String> response = client.send(copy(leaderUrl, request), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException e) {
            LOGGER.atWarn().addKeyValue("leaderUrl", leaderUrl).log("the leader is gone; claiming the writes");
            return claimAndRun(local);
        } catch (IOException e) {
            throw new HttpProblemException(
                    RegistryErrorCode.FORWARD_FAILED, "The leader at " + leaderUrl + " did not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpProblemException(RegistryErrorCode.FORWARD_FAILED, "Interrupted while forwarding");
        }
    }

    private Answer claimAndRun(Supplier<Answer> local) {
        store.claim(ownUrl);
        return local.get();
    }

    private static HttpRequest copy(String leaderUrl, AggregatedHttpRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(leaderUrl + request.path()))
                .timeout(TIMEOUT)
                .header(FORWARDED, "true")
                .method(
                        request.method().name(),
                        HttpRequest.BodyPublishers.ofByteArray(request.content().array()));
        String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (contentType != null) {
            builder.header("Content-Type", contentType);
        }
        return builder.build();
    }
}
