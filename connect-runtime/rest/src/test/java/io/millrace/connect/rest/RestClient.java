package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Talks to a REST server as a plain HTTP client does, with paths sent exactly as written. */
final class RestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final String url;
    private final String authorization;

    RestClient(String url) {
        this(url, null, HttpClient.newBuilder());
    }

    /** {@code authorization} is the header of that name, or null. */
    RestClient(String url, String authorization, HttpClient.Builder client) {
        this.url = url;
        this.authorization = authorization;
        this.client = client.version(HttpClient.Version.HTTP_1_1).build();
    }

    /** The same as somebody with a password. */
    static RestClient as(String url, String user, String password) {
        return new RestClient(url, basic(user, password), HttpClient.newBuilder());
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What came back; {@code json} is missing where there was no body. */
    record Reply(int status, JsonNode json, HttpResponse<String> raw) {
        String message() {
            return json.get("message").asText();
        }
    }

    Reply get(String path) throws Exception {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    Reply delete(String path) throws Exception {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    Reply post(String path, String body) throws Exception {
        return send("POST", path, body, "application/json");
    }

    Reply put(String path, String body) throws Exception {
        return send("PUT", path, body, "application/json");
    }

    Reply send(String method, String path, String body, String contentType) throws Exception {
        return send(
                HttpRequest.newBuilder()
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", contentType),
                path);
    }

    Reply send(HttpRequest.Builder request, String path) throws Exception {
        if (authorization != null) {
            request.setHeader("Authorization", authorization);
        }
        HttpResponse<String> response = client.send(
                request.uri(URI.create(url + path))
                        .timeout(Duration.ofSeconds(100))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode json =
                response.body().isEmpty() || !isJson(response) ? JSON.missingNode() : JSON.readTree(response.body());
        return new Reply(response.statusCode(), json, response);
    }

    private static boolean isJson(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    }
}
