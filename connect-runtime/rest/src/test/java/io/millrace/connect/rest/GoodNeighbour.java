package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.rest.trouble.Trouble;
import io.millrace.connect.rest.trouble.TroubledSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worker on which connectors misbehave, with one beside them that does not, and clients that ask the worker all the
 * time. Neither may notice anything.
 */
final class GoodNeighbour {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final String NAME = "good";

    private final ConnectServer server;
    private final RestClient client;
    private Readers readers;

    private GoodNeighbour(ConnectServer server) {
        this.server = server;
        this.client = new RestClient(server.url());
    }

    /** Owns the server from here on; returns when the neighbour's records flow. */
    static GoodNeighbour on(ConnectServer server) throws Exception {
        GoodNeighbour neighbour = new GoodNeighbour(server);
        try {
            neighbour.begin();
            return neighbour;
        } catch (Exception | AssertionError e) {
            neighbour.close();
            throw e;
        }
    }

    private void begin() throws Exception {
        Reply reply = client.post("/connectors", """
                {"name": "%s", "config": {"connector.class": "%s", "tasks.max": "1"}}""".formatted(NAME, TroubledSource.class.getName()));
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
        await("the good one runs", () -> records() > 0);
        readers = Readers.start(
                server.url(),
                List.of("/", "/connectors", "/connectors/good/status", "/connectors?expand=status&expand=info"));
    }

    /** Of the worker. */
    RestClient client() {
        return client;
    }

    /** Its records flow, and whoever asked the worker was answered. */
    void runs() throws Exception {
        long before = records();
        await("more records of the good one", () -> records() > before);
        assertThat(client.get("/connectors/good/status")
                        .json()
                        .at("/tasks/0/state")
                        .asText())
                .isEqualTo("RUNNING");
        readers.haveBeenAnswered();
    }

    private long records() throws Exception {
        JsonNode figures = client.get("/connectors/good/metrics").json();
        return figures.at("/tasks/0/records_out_total").asLong();
    }

    /** All metrics as Prometheus reads them. */
    String prometheus() throws Exception {
        return readers.text("/metrics");
    }

    /** One of the worker's own metrics. */
    double gauge(String name) throws Exception {
        Matcher line = Pattern.compile("^kafka_connect_connect_worker_" + name + " (\\S+)$", Pattern.MULTILINE)
                .matcher(prometheus());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long begunNanos = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - begunNanos > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(20);
        }
    }

    /** Lets what hangs go, and closes the worker. */
    void close() throws Exception {
        Trouble.release();
        if (readers != null) {
            readers.close();
        }
        server.close();
    }
}
