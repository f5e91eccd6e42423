package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A registry behind a proxy that lets nobody ask for associations. */
class ForbiddenAssociationsIT extends GatewaySuite {
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer proxy;

    ForbiddenAssociationsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        try {
            proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        proxy.createContext("/", this::pass);
        proxy.createContext("/associations", this::refuse);
        proxy.start();
        return Map.of(
                "schema.registry.url", "http://127.0.0.1:" + proxy.getAddress().getPort());
    }

    @AfterAll
    void closeProxy() {
        if (proxy != null) {
            proxy.stop(0);
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        exchange.sendResponseHeaders(403, -1);
        exchange.close();
    }

    private void pass(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest request = HttpRequest.newBuilder(URI.create(kind().registryUrl() + exchange.getRequestURI()))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try (exchange) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            response.headers().firstValue("Content-Type").orElse(""));
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void isAskedForThemOnceAndNotForEachRecord() throws Exception {
        String topic = topic(1);
        String records = "{\"value\":1},".repeat(49) + "{\"value\":2}";
        http().post("/topics/" + topic, AVRO, "{\"value_schema\":\"\\\"int\\\"\",\"records\":[" + records + "]}");

        JsonNode read = http().get("/topics/" + topic + "/partitions/0/records?value_format=avro")
                .json()
                .path("records");

        assertThat(read).hasSize(50);
        assertThat(read.get(49).path("value").asInt()).as(read.toString()).isEqualTo(2);
        assertThat(asked).hasValue(1);
    }
}
