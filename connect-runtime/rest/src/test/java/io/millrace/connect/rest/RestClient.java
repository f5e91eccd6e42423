package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Talks to a REST server as a plain HTTP client does, with paths sent exactly as written. */
final class RestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    RestClient(String url) {
        this.url = url;
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
        HttpResponse<String> response = client.send(
                request.uri(URI.create(url + path))
                        .timeout(Duration.ofSeconds(100))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode json = response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
        return new Reply(response.statusCode(), json, response);
    }
}
