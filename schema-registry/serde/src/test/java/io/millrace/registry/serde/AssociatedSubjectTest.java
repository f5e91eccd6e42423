package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client makes of what registries answer when they are asked for the subject of a topic. */
class AssociatedSubjectTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = "[]";
    private HttpServer server;
    private RegistryClient<Schema> client;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        client = new RegistryClient<>(
                RegistryClientConfig.of(Map.of("schema.registry.url", url, "max.retries", "0")), AvroFormat.AVRO);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksOnceForEachTopic() {
        // Given
        body = "[{\"subject\":\"s\"}]";

        // Then
        for (int i = 0; i < 2; i++) {
            assertThat(client.associated("a b", false)).contains("s");
            assertThat(client.associated("a b", true)).contains("s");
        }
        assertThat(asked)
                .containsExactly(
                        "/associations/resources/-/a%20b?resourceType=topic&associationType=value",
                        "/associations/resources/-/a%20b?resourceType=topic&associationType=key");
    }

    @Test
    void isNoneWhereTheRegistryHasNoneOrKnowsNoSuchThing() {
        assertThat(client.associated("none", false)).isEmpty();
        body = "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}";
        for (int each : new int[] {404, 405}) {
            status = each;
            assertThat(client.associated("t" + each, false)).isEmpty();
        }
    }

    @Test
    void isNotGuessedAt() {
        body = "[{\"subject\":\"s\"},{\"subject\":\"t\"}]";
        assertThatThrownBy(() -> client.associated("two", false))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("several namespaces");
        body = "{}";
        for (int each : new int[] {403, 500}) {
            status = each;
            assertThatThrownBy(() -> client.associated("t", false)).isInstanceOf(RegistryException.class);
        }
        status = 200;
        body = "[{\"subject\":\"s\"}]";
        assertThat(client.associated("t", false))
                .as("a failure is not remembered")
                .contains("s");
    }
}
