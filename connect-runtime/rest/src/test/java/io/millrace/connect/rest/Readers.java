package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who reads all the time, and wants an answer to everything. */
final class Readers implements AutoCloseable {
    private static final long PAUSE_MS = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final String url;
    private final Thread thread;
    private volatile boolean closed;

    private Readers(String url, List<String> paths) {
        this.url = url;
        this.thread = new Thread(() -> read(paths), "readers");
        thread.setDaemon(true);
    }

    static Readers start(String url, List<String> paths) {
        Readers readers = new Readers(url, paths);
        readers.thread.start();
        return readers;
    }

    private void read(List<String> paths) {
        while (!closed) {
            for (String path : paths) {
                try {
                    HttpResponse<String> response = get(path);
                    if (response.statusCode() == 200) {
                        answered.incrementAndGet();
                    } else {
                        refused.add(path + " " + response.statusCode() + " " + response.body());
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                } catch (Exception e) {
                    refused.add(path + " " + e);
                }
            }
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    String text(String path) throws Exception {
        return get(path).body();
    }

    /** Waits for some more answers, and sees that there was never anything else. */
    void haveBeenAnswered() throws Exception {
        long before = answered.get();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (answered.get() < before + 4 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        assertThat(refused).isEmpty();
        assertThat(answered).hasValueGreaterThanOrEqualTo(before + 4);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
