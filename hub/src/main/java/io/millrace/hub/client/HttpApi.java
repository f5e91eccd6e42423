package io.millrace.hub.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** JSON over HTTP with one of our servers; an error answer becomes its message. Usable by several threads. */
public final class HttpApi {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(100);
    private static final int FIRST_ERROR_STATUS = 400;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final String url;
    private final String serverName;

    private final String authorization;

    /** A client of the server at {@code url}, which error messages call {@code serverName}. */
    public HttpApi(String url, String serverName) {
        this(url, serverName, (String) null);
    }

    /** The same for somebody with a password. */
    public HttpApi(String url, String serverName, String user, String password) {
        this(
                url,
                serverName,
                "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private HttpApi(String url, String serverName, String authorization) {
        this.authorization = authorization;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.serverName = serverName;
    }

    /** A name as one segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public JsonNode put(String path) {
        return send("PUT", path, BodyPublishers.noBody());
    }

    public JsonNode post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    public JsonNode put(String path, Object body) {
        return send("PUT", path, json(body));
    }

    public JsonNode post(String path, Object body) {
        return send("POST", path, json(body));
    }

    private BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofString(mapper.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("request cannot be written as JSON", e);
        }
    }

    private JsonNode send(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .header("Content-Type", "application/json")
                .timeout(REQUEST_TIMEOUT);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode answer = response.body().isEmpty() ? MissingNode.getInstance() : mapper.readTree(response.body());
            if (response.statusCode() >= FIRST_ERROR_STATUS) {
                throw new CommandException(answer.path("message").asText("HTTP " + response.statusCode()));
            }
            return answer;
        } catch (ConnectException e) {
            throw new CommandException(
                    "no " + serverName + " answers at " + url + "; is it started (millrace start)?", e);
        } catch (JsonProcessingException e) {
            throw new CommandException("what answers at " + url + " is no " + serverName + ": it sent no JSON", e);
        } catch (IOException e) {
            throw new CommandException("the " + serverName + " at " + url + " failed: " + Messages.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }
}
