package io.millrace.registry.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An issuer's token endpoint at loopback; what it answers it answers under every path. */
final class TokenServer implements AutoCloseable {
    /** What somebody has sent. */
    record Asked(String method, String authorization, String contentType, String form) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = "";
    private volatile boolean stalls;

    TokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] answer = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, stalls ? answer.length + 1 : answer.length);
        exchange.getResponseBody().write(answer);
        if (stalls) {
            exchange.getResponseBody().flush();
            awaitClosing();
        }
        exchange.close();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on. */
    void answer(int withStatus, String withBody) {
        status = withStatus;
        body = withBody;
    }

    /** A token that holds for so long; null says nothing of that. */
    void issue(String token, Integer expiresInSec) {
        answer(
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\""
                        + (expiresInSec == null ? "" : ",\"expires_in\":" + expiresInSec) + "}");
    }

    /** From now on an answer lacks its last byte until the server is closed. */
    void stall() {
        stalls = true;
    }

    List<Asked> asked() {
        return asked;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
