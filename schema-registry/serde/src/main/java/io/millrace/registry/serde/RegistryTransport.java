package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends one request to the first registry that answers, and tries again while that may help. */
final class RegistryTransport {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long MAX_WAIT_MS = 20_000;
    private static final int ANSWER_BYTES_MAX = 256 << 20;

    private final RegistryClientConfig config;
    private final HttpClient client;
    private final Duration wholeTimeout;
    private volatile int preferred;

    RegistryTransport(RegistryClientConfig config) {
        this.config = config;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(config.connectTimeoutMs()));
        config.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
        this.wholeTimeout = Duration.ofMillis((long) config.connectTimeoutMs() + config.readTimeoutMs());
    }

    JsonNode get(String path) {
        return send(path, null);
    }

    JsonNode post(String path, JsonNode body) {
        return send(path, body.toString());
    }

    private JsonNode send(String path, String body) {
        long waitMs = config.retryWaitMs();
        for (int attempt = 0; ; attempt++) {
            try {
                return sendToAny(path, body);
            } catch (RegistryException e) {
                if (!e.isRetriable() || attempt >= config.maxRetries()) {
                    throw e;
                }
                pause(waitMs);
                waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
            }
        }
    }

    private JsonNode sendToAny(String path, String body) {
        RegistryException last = null;
        int first = preferred;
        for (int i = 0; i < config.urls().size(); i++) {
            int index = (first + i) % config.urls().size();
            try {
                JsonNode answer = sendTo(config.urls().get(index), path, body);
                preferred = index;
                return answer;
            } catch (RegistryException e) {
                if (!e.isRetriable()) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private JsonNode sendTo(URI registry, String path, String body) {
        // Without the name and the password that may stand in it: they are sent in a header, and are in no message.
        String url = registry.getScheme() + "://" + registry.getHost() + port(registry) + registry.getRawPath();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofMillis(config.readTimeoutMs()))
                .header("Accept", CONTENT_TYPE);
        config.credentials().apply(registry).forEach(request::header);
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE).POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            return read(url, WholeAnswer.of(client, request.build(), ANSWER_BYTES_MAX, wholeTimeout));
        } catch (IOException e) {
            throw new RegistryException("schema registry " + url + " cannot be reached: " + e, 0, 0, e);
        }
    }

    private static String port(URI registry) {
        return registry.getPort() < 0 ? "" : ":" + registry.getPort();
    }

    private static JsonNode read(String url, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryException(
                    "schema registry " + url + " answered " + status + " without JSON; is it a registry?",
                    status,
                    0,
                    e);
        }
        if (status / 100 == 2) {
            return body;
        }
        int code = body.path("error_code").asInt(0);
        throw new RegistryException(
                "schema registry " + url + " answered " + status + " (" + code + "): "
                        + body.path("message").asText(""),
                status,
                code,
                null);
    }

    private static void pause(long waitMs) {
        try {
            Thread.sleep(waitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }
}
