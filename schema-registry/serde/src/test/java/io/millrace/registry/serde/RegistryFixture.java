package io.millrace.registry.serde;

import io.millrace.registry.server.RegistryServer;
import io.millrace.testing.PerJvm;
import io.millrace.testing.TestingKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A registry of ours over a real Kafka; a class registers it as a static extension, and has it for all of its tests. The
 * broker is that of all classes of the JVM; each registry has topics of its own on it, and so schemas and ids of its own.
 */
public final class RegistryFixture implements BeforeAllCallback, AfterAllCallback {
    private static final PerJvm<TestingKafka> KAFKA = new PerJvm<>(TestingKafka::start);

    private final Supplier<Map<String, String>> more;
    private RegistryServer server;

    /** One that lets everybody in. */
    public RegistryFixture() {
        this(Map::of);
    }

    /** One with more settings, which are asked for when it starts. */
    RegistryFixture(Supplier<Map<String, String>> more) {
        this.more = more;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String topic = "_schemas-" + UUID.randomUUID();
        Map<String, String> properties = new LinkedHashMap<>(more.get());
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("bootstrap.servers", KAFKA.get().bootstrapServers());
        properties.put("kafkastore.topic", topic);
        properties.put("dek.registry.topic", topic + "-keys");
        server = RegistryServer.start(properties);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
        }
    }

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

    /** Deletes what is under a path; what the registry answers. */
    public String delete(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).DELETE());
    }

    /** A converter of values, configured. */
    public <C extends Converter> C converter(C converter, String... pairs) {
        converter.configure(config(pairs), false);
        return converter;
    }

    /** A client for Avro schemas. */
    public RegistryClient<Schema> avroClient() {
        return new RegistryClient<>(RegistryClientConfig.of(config()), AvroFormat.AVRO);
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
