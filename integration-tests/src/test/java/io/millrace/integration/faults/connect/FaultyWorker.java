package io.millrace.integration.faults.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.HttpApi;
import io.millrace.integration.Distribution;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import io.millrace.testing.PrometheusScrape;
import io.millrace.testing.TcpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Connect worker of the distribution in a process of its own, always under the same address. Whatever it says to the
 * broker, and other workers to it, goes through relays that can be cut; the database stays in its reach, so that a worker
 * that is cut off can do what harm a zombie can.
 */
final class FaultyWorker implements AutoCloseable {

    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m");

    private final Path folder;
    private final int restPort = FreePort.find();
    private final TcpRelay broker;
    private final TcpRelay rest = TcpRelay.to(restPort);
    private final List<String> arguments = new ArrayList<>();
    private final HttpApi api = new HttpApi("http://127.0.0.1:" + restPort, "worker");
    private ChildJvm process;

    /** A worker that reaches the broker through {@code broker} alone; does not start it. */
    FaultyWorker(Path folder, TcpRelay broker, Map<String, String> settings) {
        this.folder = folder;
        this.broker = broker;
        arguments.addAll(List.of("--roles", "connect"));
        set("bootstrap.servers", "127.0.0.1:" + broker.port());
        set("listeners", "http://127.0.0.1:" + restPort);
        set("rest.advertised.port", Integer.toString(rest.port()));
        settings.forEach(this::set);
    }

    private void set(String key, String value) {
        arguments.addAll(List.of("--set", key + "=" + value));
    }

    /** As statuses name it. */
    String id() {
        return "127.0.0.1:" + rest.port();
    }

    /** Its REST interface, by a way that is never cut. */
    HttpApi api() {
        return api;
    }

    void start() {
        process = Distribution.startHubWithTestClasses(JVM_OPTIONS, folder, arguments.toArray(String[]::new));
    }

    void kill() {
        process.close();
    }

    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    /** Neither broker nor workers and this one hear each other any more. */
    void cutOff() {
        broker.cut();
        rest.cut();
    }

    /** The broker hears this worker still, and the worker hears nobody. */
    void deafen() {
        broker.cutAnswers();
        rest.cut();
    }

    void heal() {
        broker.heal();
        rest.heal();
    }

    /** Names of connectors with their statuses, as far as this worker knows. */
    JsonNode statuses() {
        return api.get("/connectors?expand=status");
    }

    /** How often the group of workers has formed. */
    int groupGeneration() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/metrics"))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            String text = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return (int) PrometheusScrape.parse(text).value("kafka_connect_connect_worker_rebalance_epoch", Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        rest.close();
        broker.close();
    }
}
