package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionsTest {

    private static final int CHUNKED = 0;
    private static final int ENOUGH = 50;
    /** More than an answer may have. */
    private static final String LONG = "0123456789".repeat(10_000);

    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(answering);
        server.createContext("/whole", exchange -> answer(exchange, 200, true, "{\"id\":12}"));
        server.createContext("/chunks", exchange -> answer(exchange, 200, false, "{\"schema\":\"0123456789abcdef\"}"));
        server.createContext("/missing", exchange -> answer(exchange, 404, true, "nobody knows it"));
        server.createContext("/long", exchange -> answer(exchange, 200, true, LONG));
        server.createContext("/gone", HttpExchange::close);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        answering.shutdownNow();
    }

    /** In two parts, so that the first is no whole answer. */
    private void answer(HttpExchange exchange, int status, boolean whole, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        asked.computeIfAbsent(exchange.getRequestURI().toString(), path -> new AtomicInteger())
                .incrementAndGet();
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, whole ? body.length : CHUNKED);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body, 0, body.length / 2);
            out.flush();
            out.write(body, body.length / 2, body.length - body.length / 2);
        }
    }

    private static Supplier<ByteBuffer> get(String path) {
        return () -> HttpRequests.get(path);
    }

    private HttpConnections open(List<Supplier<ByteBuffer>> requests) throws IOException {
        return HttpConnections.open(server.getAddress().getPort(), requests);
    }

    private long asked(String path) {
        return asked.getOrDefault(path, new AtomicInteger()).get();
    }

    @Test
    void countsWholeAnswersAndAsksOnWithEachConnection() throws IOException {
        try (HttpConnections connections = open(List.of(get("/whole?a"), get("/chunks?b"), get("/whole?c")))) {
            long answered = 0;
            while (answered < ENOUGH) {
                answered += connections.step();
            }
            // What is asked and not answered is one request of each connection at most.
            assertThat(asked("/whole?a") + asked("/chunks?b") + asked("/whole?c"))
                    .isBetween(answered, answered + 3);
            assertThat(List.of(asked("/whole?a"), asked("/chunks?b"), asked("/whole?c")))
                    .allSatisfy(each -> assertThat(each).isGreaterThan(1));
        }
    }

    @Test
    void anythingButSuccessIsAnErrorThatSaysWhatCame() {
        assertThatThrownBy(() -> stepOn("/missing"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404")
                .hasMessageContaining("nobody knows it");
    }

    @Test
    void anAnswerThatIsTooLongIsAnError() {
        assertThatThrownBy(() -> stepOn("/long"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void aServerThatHangsUpIsNoAnswer() {
        assertThatThrownBy(() -> stepOn("/gone")).isInstanceOf(EOFException.class);
    }

    private void stepOn(String path) throws IOException {
        try (HttpConnections connections = open(List.of(get(path)))) {
            while (connections.step() == 0) {
                // Parts of an answer.
                assertThat(asked(path)).isLessThan(2);
            }
        }
    }
}
