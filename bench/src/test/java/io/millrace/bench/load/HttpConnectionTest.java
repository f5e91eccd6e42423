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
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    /** More than a connection reads at a time. */
    private static final String LONG = "0123456789".repeat(20_000);

    private static final int CHUNKED = 0;

    private HttpServer server;
    private HttpConnection connection;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whole", exchange -> answer(exchange, 200, true));
        server.createContext("/chunks", exchange -> answer(exchange, 200, false));
        server.createContext("/missing", exchange -> answer(exchange, 404, true));
        server.createContext("/gone", HttpExchange::close);
        server.start();
        connection = HttpConnection.open(server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() throws IOException {
        connection.close();
        server.stop(0);
    }

    /** What was asked, the type of its body, and its body. */
    private static void answer(HttpExchange exchange, int status, boolean whole) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + type + " " + sent)
                .getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, whole ? body.length : CHUNKED);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body, 0, body.length / 2);
            out.flush();
            out.write(body, body.length / 2, body.length - body.length / 2);
        }
    }

    @Test
    void oneConnectionAsksManyThings() throws IOException {
        assertThat(connection.exchange(HttpRequests.get("/whole?a=1")))
                .isEqualTo(new HttpConnection.Answer(200, "GET /whole?a=1 null "));
        assertThat(connection.exchange(HttpRequests.withBody("PUT", "/missing", "text/plain", "body")))
                .isEqualTo(new HttpConnection.Answer(404, "PUT /missing text/plain body"));
        assertThat(connection.exchange(HttpRequests.get("/whole")).body()).isEqualTo("GET /whole null ");
    }

    @Test
    void chunksAreJoined() throws IOException {
        assertThat(connection.exchange(HttpRequests.withJson("POST", "/chunks", "{}")))
                .isEqualTo(new HttpConnection.Answer(200, "POST /chunks application/vnd.schemaregistry.v1+json {}"));
        assertThat(connection.exchange(HttpRequests.get("/whole")).body()).isEqualTo("GET /whole null ");
    }

    @Test
    void answersMayBeLongerThanTheBuffer() throws IOException {
        String expected = "POST /whole text/plain " + LONG;
        assertThat(connection
                        .exchange(HttpRequests.withBody("POST", "/whole", "text/plain", LONG))
                        .body())
                .isEqualTo(expected);
        assertThat(connection
                        .exchange(HttpRequests.withBody("POST", "/chunks", "text/plain", LONG))
                        .body())
                .isEqualTo(expected.replace("whole", "chunks"));
    }

    @Test
    void aServerThatHangsUpIsNoAnswer() {
        assertThatThrownBy(() -> connection.exchange(HttpRequests.get("/gone"))).isInstanceOf(EOFException.class);
    }
}
