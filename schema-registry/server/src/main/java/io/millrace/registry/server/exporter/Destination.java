package io.millrace.registry.server.exporter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The REST interface of a destination: sends one request to the first of its instances that answers. It tries nothing
 * twice; that is for whoever knows how long to wait. For one thread, which blocks; another one may stop it.
 */
final class Destination {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    /** More than any answer that is asked for here. */
    private static final int ANSWER_BYTES_MAX = 16 << 20;

    private final DestinationConfig config;
    private final HttpClient http;
    private int preferred;
    /** The request that is waited for; null before the first. */
    private volatile CompletableFuture<?> current;

    private volatile boolean stopped;

    Destination(DestinationConfig config) {
        this.config = config;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(config.connectTimeout());
        config.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** From now on every request fails, the one that is under way too. Any thread may call. */
    void stop() {
        stopped = true;
        CompletableFuture<?> running = current;
        if (running != null) {
            running.cancel(true);
        }
    }

    /** A name as a part of a path. */
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send("GET", path, "");
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body.toString());
    }

    JsonNode put(String path, JsonNode body) {
        return send("PUT", path, body.toString());
    }

    JsonNode delete(String path) {
        return send("DELETE", path, "");
    }

    private JsonNode send(String method, String path, String body) {
        DestinationException last = null;
        int first = preferred;
        for (int i = 0; i < config.urls().size(); i++) {
            preferred = (first + i) % config.urls().size();
            try {
                return sendTo(config.urls().get(preferred), method, path, body);
            } catch (DestinationException e) {
                if (!e.isPassing()) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private JsonNode sendTo(URI registry, String method, String path, String body) {
        String url = ExporterSecrets.address(registry);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(config.readTimeout())
                .header("Accept", CONTENT_TYPE)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", CONTENT_TYPE);
        }
        config.authorization().apply(registry).ifPresent(header -> request.header("Authorization", header));
        try {
            return read(url, method, path, answer(request.build()));
        } catch (IOException e) {
            throw new DestinationException("the registry " + url + " cannot be reached: " + e, 0, 0, e);
        }
    }

    /** Waits for the whole answer: a request's own time-out ends with the head of the answer (JDK-8208693). */
    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> sent =
                http.sendAsync(request, head -> new BoundedText(ANSWER_BYTES_MAX));
        current = sent;
        if (stopped) {
            sent.cancel(true);
        }
        long patienceMs = config.connectTimeout().plus(config.readTimeout()).toMillis();
        try {
            return sent.get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            throw new IOException("the exporter is being stopped", e);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("the answer was not whole within " + patienceMs + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode read(String url, String method, String path, HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (IOException e) {
            throw new DestinationException(
                    url + " answered " + status + " without JSON; is it a registry?", status, 0, e);
        }
        if (status / 100 == 2) {
            return body;
        }
        int code = body.path("error_code").asInt(0);
        throw new DestinationException(
                "the registry " + url + " answered " + method + " " + path + " with " + status + " (" + code + "): "
                        + body.path("message").asText(""),
                status,
                code,
                null);
    }
}
