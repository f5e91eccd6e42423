package io.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** Real HTTP, as a client of the gateway speaks it. What is asked and answered must be as the gateway describes it. */
final class HttpCaller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient client;
    private final String url;
    private final String authorization;

    HttpCaller(String url) {
        this(url, HttpClient.newBuilder(), "");
    }

    private HttpCaller(String url, HttpClient.Builder client, String authorization) {
        this.url = url;
        this.client = client.version(HttpClient.Version.HTTP_1_1).build();
        this.authorization = authorization;
    }

    /** Over TLS, with what the context holds; without a user if he is empty. */
    static HttpCaller over(SSLContext tls, String url, String user, String password) {
        return new HttpCaller(url, HttpClient.newBuilder().sslContext(tls), authorization(user, password));
    }

    /** As a user, in plain text. */
    static HttpCaller as(String url, String user, String password) {
        return new HttpCaller(url, HttpClient.newBuilder(), authorization(user, password));
    }

    /** With a token. */
    static HttpCaller bearing(String url, String token) {
        return new HttpCaller(url, HttpClient.newBuilder(), "Bearer " + token);
    }

    private static String authorization(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return user.isEmpty() ? "" : "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** What came back. */
    record Reply(int status, String type, String text, HttpResponse<byte[]> response) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    Reply get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    Reply post(String path, String type, String body) {
        return call("POST", path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", type);
    }

    Reply call(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Reply reply = new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    new String(response.body(), StandardCharsets.UTF_8),
                    response);
            String type =
                    response.request().headers().firstValue("Content-Type").orElse("");
            new DescribedExchange(method, path, reply).requireFits(type, body);
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
