package io.millrace.registry.serde;

import io.millrace.registry.server.RegistryServer;
import io.millrace.testing.TestingKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A registry of ours over a real Kafka. */
public final class RegistryFixture implements AutoCloseable {
    private final TestingKafka kafka = TestingKafka.start();
    private final RegistryServer server = RegistryServer.start(
            Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", kafka.bootstrapServers()));

    /** Settings of a serializer or converter, with the registry's address; pairs of keys and values. */
    public Map<String, Object> config(String... pairs) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("schema.registry.url", server.url());
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }

    /** What the registry answers. */
    public String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)));
    }

    /** Sends a body; what the registry answers. */
    public String post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        server.close();
        kafka.close();
    }
}
