package io.millrace.registry.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** Sends requests as a plain HTTP client does. */
final class RestCaller {
    static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client;
    private final String url;
    private final String authorization;

    RestCaller(String url) {
        this(url, HttpClient.newBuilder(), "");
    }

    private RestCaller(String url, HttpClient.Builder client, String authorization) {
        this.url = url;
        this.client = client.version(HttpClient.Version.HTTP_1_1).build();
        this.authorization = authorization;
    }

    /** As a user, in plain text. */
    static RestCaller as(String url, String user, String password) {
        return new RestCaller(url, HttpClient.newBuilder(), basic(user, password));
    }

    /** With a token, in plain text. */
    static RestCaller bearing(String url, String token) {
        return new RestCaller(url, HttpClient.newBuilder(), "Bearer " + token);
    }

    private static String basic(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return user.isEmpty() ? "" : "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** Over TLS, with what the context holds; without a user if he is empty. */
    static RestCaller over(SSLContext tls, String url, String user, String password) {
        return new RestCaller(url, HttpClient.newBuilder().sslContext(tls), basic(user, password));
    }

    record Reply(int status, String body, String contentType, String challenge) {
        Reply(int status, String body, String contentType) {
            this(status, body, contentType, "");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        int errorCode() {
            return json().path("error_code").asInt();
        }
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    Reply delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).DELETE());
    }

    Reply post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply put(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply register(String subject, String schema) {
        return post("/subjects/" + subject + "/versions", schemaBody(schema));
    }

    Reply send(HttpRequest.Builder request) {
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("content-type").orElse(""),
                    String.join(", ", response.headers().allValues("www-authenticate")));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String url() {
        return url;
    }

    static String schemaBody(String schema) {
        ObjectNode node = JSON.createObjectNode();
        return node.put("schema", schema).toString();
    }
}
