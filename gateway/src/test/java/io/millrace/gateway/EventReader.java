package io.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events that reads when it is asked to, and remembers the last id as a browser does. */
final class EventReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 120;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private String lastId;

    /** What stands between two empty lines; what is not there is null. */
    record Event(String id, String name, String data, String comment) {
        JsonNode json() {
            return parsed(data);
        }
    }

    EventReader(String url, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(PATIENCE_SECONDS));
        request.header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Goes on behind an id. */
    static EventReader after(String lastId, String url) {
        return new EventReader(url, "Last-Event-ID", lastId);
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The document of an answer that is no stream. */
    JsonNode refusal() {
        return parsed(patiently(() -> {
            StringBuilder all = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.append(line);
            }
            return all.toString();
        }));
    }

    String lastId() {
        return lastId;
    }

    /** What comes next, comments too; null at a clean end. */
    Event next() {
        return patiently(this::block);
    }

    /** The next event that a browser would show; null at a clean end. */
    Event shown() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Event event = next();
        while (event != null && event.data() == null) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only comments came");
            }
            event = next();
        }
        return event;
    }

    /** Takes at most so many bytes of what is there; false when the connection is cut. */
    boolean trickle(int bytes) {
        try {
            int there = Math.min(bytes, response.body().available());
            return response.body().readNBytes(there).length == there;
        } catch (IOException e) {
            return false;
        }
    }

    /** So many records, of which none may be an error. */
    List<JsonNode> records(int count) {
        List<JsonNode> found = new ArrayList<>();
        while (found.size() < count) {
            Event event = shown();
            if (event == null || event.name() != null) {
                throw new AssertionError("after " + found.size() + " records: " + event);
            }
            found.add(event.json());
        }
        return found;
    }

    private Event block() throws IOException {
        String id = null;
        String name = null;
        String data = null;
        String comment = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                lastId = id == null ? lastId : id;
                return new Event(id, name, data, comment);
            } else if (line.startsWith(":")) {
                comment = line.substring(1);
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else {
                throw new AssertionError("no line of an event: " + line);
            }
        }
        if (id != null || data != null) {
            throw new AssertionError("the stream ended within an event");
        }
        return null;
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T patiently(Reading<T> reading) {
        try {
            return CompletableFuture.supplyAsync(() -> {
                        try {
                            return reading.read();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
