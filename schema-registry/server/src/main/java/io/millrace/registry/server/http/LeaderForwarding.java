package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a write on to the instance that owns the writes. If that one cannot be reached, or fails to answer twice in a
 * row, this instance claims the writes: a claim is ordered with all writes in the topic, so a claim too many costs time
 * and never a schema.
 *
 * <p>A failure of a request that the leader may have carried out says that this is unknown; any other failure is one of a
 * request that nobody has carried out or will.
 */
final class LeaderForwarding {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaderForwarding.class);
    static final String FORWARDED = "X-Forward";
    /** Where a request that was handed on came from first. */
    static final String CLIENT = "X-Forwarded-For";

    private static final String OVERTAKEN = "Another instance claimed the writes at the same time";

    private final Runnable claim;
    private final String ownUrl;
    private final LeaderPatience patience;
    private final Instances instances;
    /** Null before the first write is handed on: to read whom Java trusts takes a start a tenth of a second. */
    private HttpClient http;

    /** The leader that failed to answer last time; empty after an answer. */
    private final AtomicReference<String> suspect = new AtomicReference<>("");

    LeaderForwarding(Runnable claim, String ownUrl, LeaderPatience patience, Instances instances) {
        this.claim = claim;
        this.ownUrl = ownUrl;
        this.patience = patience;
        this.instances = instances;
    }

    Answer forward(String leaderUrl, AggregatedHttpRequest request, Caller caller, Supplier<Answer> local) {
        if (request.headers().contains(FORWARDED)) {
            throw new HttpProblemException(
                    RegistryErrorCode.UNKNOWN_LEADER, "This instance was taken for the leader, but is not");
        }
        if (leaderUrl.isEmpty() || leaderUrl.equals(ownUrl)) {
            return claimAndRun(local);
        }
        try {
            HttpResponse<String> response = answer(copy(leaderUrl, request, caller));
            suspect.set("");
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException | HttpConnectTimeoutException | NoRouteToHostException e) {
            LOGGER.atWarn()
                    .addKeyValue("leaderUrl", leaderUrl)
                    .addKeyValue("reason", e.toString())
                    .log("the leader is gone; claiming the writes");
            return claimAndRun(local);
        } catch (IOException e) {
            if (leaderUrl.equals(suspect.getAndSet(leaderUrl))) {
                LOGGER.atWarn()
                        .addKeyValue("leaderUrl", leaderUrl)
                        .addKeyValue("reason", e.toString())
                        .log("the leader failed to answer twice; claiming the writes");
                return claimAndRunAgain(local);
            }
            throw new HttpProblemException(
                    RegistryErrorCode.FORWARD_FAILED,
                    StoreException.outcomeUnknown("The leader at " + leaderUrl + " did not answer (" + e + ")"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpProblemException(
                    RegistryErrorCode.FORWARD_FAILED, StoreException.outcomeUnknown("Interrupted while forwarding"));
        }
    }

    private synchronized HttpClient client() {
        if (http == null) {
            http = instances.client().connectTimeout(patience.connect()).build();
        }
        return http;
    }

    /** The whole answer: a request's own time-out ends with the head of the answer (JDK-8208693). */
    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> sent =
                client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        Duration most = patience.connect().plus(patience.answer());
        try {
            return sent.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw (IOException) new HttpTimeoutException("its answer was not whole within " + most).initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private Answer claimAndRun(Supplier<Answer> local) {
        try {
            claim.run();
            suspect.set("");
            return local.get();
        } catch (NotLeaderException e) {
            throw new HttpProblemException(RegistryErrorCode.UNKNOWN_LEADER, OVERTAKEN + "; try again");
        }
    }

    /** As above, after a leader that did not answer may have done the same. */
    private Answer claimAndRunAgain(Supplier<Answer> local) {
        try {
            claim.run();
            suspect.set("");
            return local.get();
        } catch (NotLeaderException e) {
            throw new HttpProblemException(RegistryErrorCode.UNKNOWN_LEADER, StoreException.outcomeUnknown(OVERTAKEN));
        } catch (StoreException e) {
            throw e.ofUnknownOutcome();
        }
    }

    private HttpRequest copy(String leaderUrl, AggregatedHttpRequest request, Caller caller) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(leaderUrl + request.path()))
                .timeout(patience.answer())
                .header(FORWARDED, "true")
                .header(CLIENT, caller.client())
                .method(
                        request.method().name(),
                        HttpRequest.BodyPublishers.ofByteArray(request.content().array()));
        instances.sign(builder, caller, request);
        String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (contentType != null) {
            builder.header("Content-Type", contentType);
        }
        return builder.build();
    }
}
