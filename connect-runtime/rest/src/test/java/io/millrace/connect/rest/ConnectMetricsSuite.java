package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.worker.ConnectWorker;
import io.millrace.testing.PrometheusScrape;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectMetricsSuite {
    @TempDir
    static Path folder;

    private final BrokerKind broker;

    ConnectMetricsSuite(BrokerKind broker) {
        this.broker = broker;
    }

    @Test
    void anyWorkerTellsTheFiguresOfAllTasksAndPrometheusReadsThem() throws Exception {
        try (ConnectServer one = ConnectServer.start(properties("told"));
                ConnectServer two = ConnectServer.start(properties("told"))) {
            // Given
            RestClient client = new RestClient(one.url());
            createTopic("told", 2);
            Path in = Files.writeString(folder.resolve("told.txt"), "one\ntwo\nthree\n");
            client.put("/connectors/to%2Fld/config", """
                            {"connector.class": "FileStreamSource", "file": "%s", "topic": "told"}""".formatted(in));
            client.put("/connectors/told-sink/config", sink("told"));

            // When
            await(
                    "both tasks on both workers",
                    () -> workers(client, "told-sink").size() == 2);
            for (ConnectServer each : List.of(one, two)) {
                RestClient at = new RestClient(each.url());
                await("all read", () -> total(at, "told-sink", "records_in_total") == 3);
                await("no lag", () -> lags(at, "told-sink").equals(List.of(0L, 0L)));
                // Until the second task has joined their group, the first may have both partitions.
                await("one partition each", () -> partitionCounts(at, "told-sink")
                        .equals(List.of(1, 1)));
                await("all written", () -> total(at, "to%2Fld", "records_out_total") == 3);
            }

            // Then
            JsonNode document = new RestClient(two.url())
                    .get("/connectors/told-sink/metrics")
                    .json();
            assertThat(document.path("type").asText()).isEqualTo("sink");
            assertThat(document.path("unanswered")).isEmpty();
            assertThat(document.path("tasks")).hasSize(2);
            for (JsonNode task : document.path("tasks")) {
                assertThat(task.path("state").asText()).isEqualTo("RUNNING");
                assertThat(task.path("lag_seconds_max").asDouble(-1)).isZero();
                assertThat(task.path("errors").path("failures").asInt(-1)).isZero();
                JsonNode partition = task.path("partitions").get(0);
                assertThat(partition.path("topic").asText()).isEqualTo("told");
                assertThat(partition.path("next_offset").asLong(-1))
                        .isEqualTo(partition.path("end_offset").asLong(-2));
            }
            JsonNode source = client.get("/connectors/to%2Fld/metrics")
                    .json()
                    .path("tasks")
                    .get(0);
            assertThat(source.path("source_delay_ms").isNull()).isFalse();
            await("a commit", () -> !client.get("/connectors/to%2Fld/metrics")
                    .json()
                    .path("tasks")
                    .get(0)
                    .path("last_commit")
                    .isNull());
            assertThat(client.get("/connectors/none/metrics").status()).isEqualTo(404);
            assertThat(client.get("/connectors/told-sink/metrics?scope=moon").message())
                    .contains("moon");
            prometheusReads(one, two);
        }
    }

    @Test
    void aWorkerThatDoesNotAnswerIsNamedAndItsTasksAreStillThere() throws Exception {
        // Given
        Map<String, String> properties = properties("mute");
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Plugins plugins = Plugins.open(List.of());
                ConnectServer server = ConnectServer.start(properties)) {
            properties.remove("listeners");
            String address = "127.0.0.1:" + mute.getLocalPort();
            try (ConnectWorker silent =
                    ConnectWorker.start(properties, plugins, URI.create("http://" + address + "/"))) {
                createTopic("mute", 2);
                RestClient client = new RestClient(server.url());
                client.put("/connectors/muted/config", sink("mute"));
                assertThat(silent.workerId()).isEqualTo(address);
                await("a task on each worker", () -> states(client, "muted").size() == 2);

                // When
                Reply reply = client.get("/connectors/muted/metrics");

                // Then
                assertThat(reply.status()).isEqualTo(200);
                JsonNode unanswered = reply.json().path("unanswered");
                assertThat(unanswered).hasSize(1);
                assertThat(unanswered.get(0).path("worker_id").asText()).isEqualTo(address);
                assertThat(unanswered.get(0).path("reason").asText()).contains("did not answer within 2000 ms");
                assertThat(reply.json().path("tasks")).hasSize(2);
                for (JsonNode task : reply.json().path("tasks")) {
                    assertThat(task.has("records_in_total"))
                            .isEqualTo(!task.path("worker_id").asText().equals(address));
                }
            }
        }
    }

    private static void prometheusReads(ConnectServer one, ConnectServer two) throws Exception {
        HttpResponse<String> scraped = scrape(one);
        assertThat(scraped.headers().firstValue("content-type").orElse("")).contains("version=0.0.4");
        PrometheusScrape here = PrometheusScrape.parse(scraped.body());
        PrometheusScrape there = PrometheusScrape.parse(scrape(two).body());
        assertThat(here.type("kafka_connect_sink_task_sink_record_read_total")).isEqualTo("counter");
        assertThat(read(here) + read(there)).isEqualTo(3);
    }

    private static double read(PrometheusScrape scrape) {
        double sum = 0;
        for (String task : List.of("0", "1")) {
            try {
                sum += scrape.value(
                        "kafka_connect_sink_task_sink_record_read_total",
                        Map.of("connector", "told-sink", "task", task));
            } catch (AssertionError elsewhere) {
                // The task is on the other worker.
                sum += 0;
            }
        }
        return sum;
    }

    private static HttpResponse<String> scrape(ConnectServer server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static long total(RestClient client, String connector, String field) throws Exception {
        long sum = 0;
        for (JsonNode task :
                client.get("/connectors/" + connector + "/metrics").json().path("tasks")) {
            sum += task.path(field).asLong();
        }
        return sum;
    }

    private static List<Integer> partitionCounts(RestClient client, String connector) throws Exception {
        List<Integer> counts = new ArrayList<>();
        for (JsonNode task :
                client.get("/connectors/" + connector + "/metrics").json().path("tasks")) {
            counts.add(task.path("partitions").size());
        }
        return counts;
    }

    private static List<Long> lags(RestClient client, String connector) throws Exception {
        return client
                .get("/connectors/" + connector + "/metrics")
                .json()
                .path("tasks")
                .findValues("lag_records_max")
                .stream()
                .map(lag -> lag.asLong(-1))
                .toList();
    }

    private static Set<String> workers(RestClient client, String connector) throws Exception {
        return new TreeSet<>(client.get("/connectors/" + connector + "/metrics")
                .json()
                .path("tasks")
                .findValuesAsText("worker_id"));
    }

    /** The workers of the tasks that run, told by statuses, which need no answer of others. */
    private static Set<String> states(RestClient client, String connector) throws Exception {
        Set<String> workers = new TreeSet<>();
        for (JsonNode task :
                client.get("/connectors/" + connector + "/status").json().path("tasks")) {
            if (task.path("state").asText().equals("RUNNING")) {
                workers.add(task.path("worker_id").asText());
            }
        }
        return workers;
    }

    private static String sink(String topic) {
        return """
            {"connector.class": "FileStreamSink", "topics": "%s", "tasks.max": "2", "file": "%s"}""".formatted(topic, folder.resolve(topic + "-out.txt"));
    }

    private void createTopic(String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private Map<String, String> properties(String group) {
        Map<String, String> properties = TestingServers.properties(broker.bootstrapServers(), group);
        properties.put("metrics.lag.interval.ms", "200");
        properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        return properties;
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
