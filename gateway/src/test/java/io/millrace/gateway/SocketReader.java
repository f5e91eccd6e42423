package io.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JDK's WebSocket, which takes a frame when it is asked to, and remembers the last id. */
final class SocketReader implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 120;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final Semaphore pongs = new Semaphore(0);
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private String lastId;

    /** A ping of the gateway. */
    record Ping() {}

    /** The end. */
    record Closed(int code, String reason) {}

    /** The connection was cut. */
    record Cut(Throwable why) {}

    SocketReader(String url, String... headers) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = patiently(builder.buildAsync(URI.create(url.replaceFirst("^http", "ws")), this));
    }

    /** The status of a refused handshake. */
    static int refusal(String url, String... headers) {
        try (SocketReader opened = new SocketReader(url, headers)) {
            throw new AssertionError("it was opened: " + opened.next());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static <T> T patiently(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Nothing is taken before somebody asks.
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            seen.add(text.toString());
            text.setLength(0);
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        seen.add(new Ping());
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pongs.release();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        seen.add(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        seen.add(new Cut(failure));
    }

    WebSocket socket() {
        return socket;
    }

    String lastId() {
        return lastId;
    }

    /** Sends a message. */
    void send(String message) {
        patiently(socket.sendText(message, true));
    }

    /** Returns when all that was sent before has been looked at. */
    void awaitPong() {
        patiently(socket.sendPing(ByteBuffer.allocate(0)));
        socket.request(1);
        try {
            if (!pongs.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no pong came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Says that nothing more will be sent; what comes is still heard. */
    void finish() {
        patiently(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    /** The next message. */
    JsonNode message() {
        Object next = next();
        while (next instanceof Ping) {
            next = next();
        }
        if (next instanceof JsonNode message) {
            return message;
        }
        throw new AssertionError("no message, but " + next);
    }

    /** What comes next: a JsonNode, a Ping, or the end. */
    Object next() {
        socket.request(1);
        try {
            Object found = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (found == null) {
                throw new AssertionError("nothing came");
            }
            return found instanceof String message ? parsed(message) : found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode parsed(String message) {
        try {
            JsonNode read = JSON.readTree(message);
            lastId = read.path("id").asText(lastId);
            return read;
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + message, e);
        }
    }

    /** So many records, of which none may be the end. */
    List<JsonNode> records(int count) {
        List<JsonNode> found = new ArrayList<>();
        while (found.size() < count) {
            Object next = next();
            if (next instanceof JsonNode message) {
                if (message.has("record")) {
                    found.add(message.path("record"));
                } else if (!message.has("id")) {
                    throw new AssertionError("after " + found.size() + " records: " + message);
                }
            } else if (!(next instanceof Ping)) {
                throw new AssertionError("after " + found.size() + " records: " + next);
            }
        }
        return found;
    }

    /** Whatever comes up to the end, without pings and ids alone. */
    List<Object> untilTheEnd() {
        List<Object> found = new ArrayList<>();
        while (true) {
            Object next = next();
            boolean idOnly = next instanceof JsonNode message && message.has("id") && !message.has("record");
            if (!(next instanceof Ping) && !idOnly) {
                found.add(next);
            }
            if (next instanceof Closed || next instanceof Cut) {
                return found;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
