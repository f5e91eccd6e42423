package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.rest.RestClient.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of Apache Kafka Connect stops, ours starts on its topics and its group, and the other way round. */
abstract class TakeoverSuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String GROUP = "takeover";
    private static final String PASSWORD = "canary-moved-4410";
    private static final String UNICODE = "Schlüssel ✓ 鍵";
    private static final String FAILING = "failing";

    @TempDir
    Path folder;

    private Path in;
    private Path out;
    private Path order;

    abstract String bootstrapServers();

    /** {@code exactly.once.source.support} of both kinds of workers. */
    abstract String exactlyOnce();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aStockClusterIsTakenOverAndGivenBack() throws Exception {
        Path plugins = PluginFolder.fill(
                folder.resolve("plugins"), List.of(CountedSourceConnector.class, GuardedSourceConnector.class));
        in = Files.writeString(folder.resolve("in"), "one\ntwo\n");
        out = folder.resolve("out");
        order = Files.writeString(folder.resolve("order"), "server,table,shard");
        GuardedSourceConnector.started(UNICODE).clear();

        Map<String, Seen> before = runStock(plugins);
        Files.writeString(in, "three\n", StandardOpenOption.APPEND);
        Files.writeString(order, "shard,server,table");
        Map<String, Seen> between = runOurs(before);
        Files.writeString(in, "four\n", StandardOpenOption.APPEND);
        Files.writeString(order, "server,table,shard");
        runStockAgain(plugins, between);
    }

    /** What a REST interface tells of a connector. */
    private record Seen(Map<String, String> config, JsonNode offsets, String state, List<String> tasks) {}

    private Map<String, Seen> runStock(Path plugins) throws Exception {
        try (StockWorker stock = StockWorker.start(folder, stockProperties(plugins))) {
            RestClient rest = new RestClient(stock.url());
            awaitAnswers(rest);
            create(rest, "lines-in", lines(in, "moved-lines"));
            create(
                    rest,
                    "lines-out",
                    Map.of("connector.class", "FileStreamSink", "file", out.toString(), "topics", "moved-lines"));
            create(rest, "resting", lines(Files.writeString(folder.resolve("resting"), "r1\n"), "moved-resting"));
            create(rest, "stopped", lines(Files.writeString(folder.resolve("stopped"), "s1\n"), "moved-stopped"));
            create(rest, UNICODE, guarded("calm"));
            create(
                    rest,
                    "counted",
                    Map.of(
                            "connector.class",
                            CountedSourceConnector.class.getName(),
                            "order.file",
                            order.toString(),
                            "topic",
                            "counted"));
            await("lines", () -> lines(out).equals(List.of("one", "two")));
            awaitPosition(rest, "lines-in", 8);
            awaitPosition(rest, "resting", 3);
            awaitPosition(rest, "stopped", 3);
            await(
                    "the sink's offset",
                    () -> offsets(rest, "lines-out")
                                    .at("/0/offset/kafka_offset")
                                    .asLong()
                            >= 2);
            await("a count", () -> !values("counted").isEmpty());
            assertThat(rest.put("/connectors/resting/pause", "").status()).isEqualTo(202);
            assertThat(rest.put("/connectors/stopped/stop", "").status()).isEqualTo(204);
            await("paused", () -> seen(rest, "resting").tasks().equals(List.of("PAUSED")));
            await("stopped", () -> seen(rest, "stopped").state().equals("STOPPED"));
            await("running", () -> seen(rest, UNICODE).tasks().equals(List.of("RUNNING")));
            assertThatThrownBy(() -> ConnectServer.start(ourProperties()).close())
                    .as("while the stock cluster runs")
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("probably by a running Kafka Connect cluster");
            Map<String, Seen> seen = seen(rest);
            assertThat(seen).hasSize(6);
            stock.stop();
            return seen;
        }
    }

    private Map<String, Seen> runOurs(Map<String, Seen> before) throws Exception {
        int countedByStock = values("counted").size();
        try (ConnectServer ours = ConnectServer.start(ourProperties())) {
            RestClient rest = new RestClient(ours.url());
            // Then
            assertThat(seen(rest).keySet()).isEqualTo(before.keySet());
            for (String name : before.keySet()) {
                await("the states of " + name, () -> sameStates(seen(rest, name), before.get(name)));
                assertThat(seen(rest, name).config()).isEqualTo(masked(before.get(name)));
            }
            for (String name : List.of("resting", "stopped", UNICODE)) {
                assertThat(seen(rest, name).offsets())
                        .isEqualTo(before.get(name).offsets());
            }
            assertThat(GuardedSourceConnector.started(UNICODE).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .containsEntry("db.password", PASSWORD);
            await("the next line", () -> lines(out).size() >= 3);
            awaitPosition(rest, "lines-in", 14);
            // Stock Connect itself does not find an offset whose key it would spell otherwise, and shows none.
            await("the count", () -> count(offsets(rest, "counted")) > countedByStock);

            // When everything is changed that leaves a record which stock workers do not write
            assertThat(rest.put("/connectors/resting/resume", "").status()).isEqualTo(202);
            Files.writeString(folder.resolve("resting"), "r2\n", StandardOpenOption.APPEND);
            awaitPosition(rest, "resting", 6);
            JsonNode partition = offsets(rest, "stopped").at("/0/partition");
            assertThat(rest.send(
                                    "PATCH",
                                    "/connectors/stopped/offsets",
                                    "{\"offsets\": [{\"partition\": " + partition
                                            + ", \"offset\": {\"position\": 0}}]}",
                                    "application/json")
                            .status())
                    .isEqualTo(200);
            Map<String, String> patched = new HashMap<>(seen(rest, UNICODE).config());
            patched.put("lines", "7");
            patched.put("errors.restart.max", "3");
            assertThat(rest.put(path(UNICODE) + "/config", JSON.writeValueAsString(patched))
                            .status())
                    .isEqualTo(200);
            create(rest, FAILING, guarded("failing"));
            await("the failure", () -> seen(rest, FAILING).tasks().equals(List.of("FAILED")));
            assertThat(rest.post("/connectors/lines-in/restart?includeTasks=true", "")
                            .status())
                    .isEqualTo(202);
            assertThat(rest.put("/admin/loggers/org.eclipse?scope=cluster", "{\"level\": \"WARN\"}")
                            .status())
                    .isEqualTo(204);
            await("running", () -> seen(rest, "lines-in").tasks().equals(List.of("RUNNING")));
            await("running", () -> seen(rest, UNICODE).tasks().equals(List.of("RUNNING")));
            await("running", () -> seen(rest, "resting").tasks().equals(List.of("RUNNING")));
            return seen(rest);
        }
    }

    private void runStockAgain(Path plugins, Map<String, Seen> between) throws Exception {
        try (StockWorker stock = StockWorker.start(folder, stockProperties(plugins))) {
            RestClient rest = new RestClient(stock.url());
            awaitAnswers(rest);
            assertThat(seen(rest).keySet()).isEqualTo(between.keySet());
            for (String name : between.keySet()) {
                await("the states of " + name, () -> sameStates(seen(rest, name), between.get(name)));
            }
            assertThat(seen(rest, UNICODE).config())
                    .containsEntry("db.password", PASSWORD)
                    .containsEntry("lines", "7");
            assertThat(rest.put("/connectors/stopped/resume", "").status()).isEqualTo(202);
            awaitPosition(rest, "stopped", 3);
            awaitPosition(rest, "lines-in", 19);
            await(
                    "the count",
                    () -> values("counted").size()
                            > count(between.get("counted").offsets()));
            await("the last line", () -> lines(out).size() >= 4);
            assertThat(lines(out)).containsExactly("one", "two", "three", "four");
            assertThat(values("moved-lines")).containsExactly("one", "two", "three", "four");
            assertThat(values("moved-resting")).containsExactly("r1", "r2");
            assertThat(values("moved-stopped")).containsExactly("s1", "s1");
            List<String> counted = values("counted");
            assertThat(counted)
                    .as("one record for each start, however often that was")
                    .isEqualTo(Stream.iterate(1, next -> next + 1)
                            .limit(counted.size())
                            .map(String::valueOf)
                            .toList());
            assertThat(rest.delete("/connectors/" + FAILING).status()).isEqualTo(204);
            assertThat(stock.problems()).allMatch(line -> line.contains("{id=" + FAILING + "-0}"));
            stock.stop();
        }
    }

    private Map<String, String> ourProperties() {
        Map<String, String> properties = TestingServers.properties(bootstrapServers(), GROUP);
        properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("exactly.once.source.support", exactlyOnce());
        return properties;
    }

    private Map<String, String> stockProperties(Path plugins) {
        Map<String, String> properties = ourProperties();
        properties.put("plugin.path", plugins.toString());
        properties.put("plugin.discovery", "service_load");
        return properties;
    }

    private static Map<String, String> lines(Path file, String topic) {
        return Map.of("connector.class", "FileStreamSource", "file", file.toString(), "topic", topic);
    }

    private static Map<String, String> guarded(String mode) {
        return Map.of(
                "connector.class",
                GuardedSourceConnector.class.getName(),
                "mode",
                mode,
                "db.password",
                PASSWORD,
                "provided.word",
                "plain",
                "errors.restart.max",
                "0");
    }

    private static void create(RestClient rest, String name, Map<String, String> config) throws Exception {
        Reply reply = rest.put(path(name) + "/config", JSON.writeValueAsString(config));
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
    }

    private static String path(String name) {
        return "/connectors/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, Seen> seen(RestClient rest) throws Exception {
        Map<String, Seen> all = new TreeMap<>();
        for (JsonNode name : rest.get("/connectors").json()) {
            all.put(name.asText(), seen(rest, name.asText()));
        }
        return all;
    }

    private static Seen seen(RestClient rest, String name) throws Exception {
        Map<String, String> config = new TreeMap<>();
        rest.get(path(name) + "/config")
                .json()
                .properties()
                .forEach(key -> config.put(key.getKey(), key.getValue().asText()));
        JsonNode status = rest.get(path(name) + "/status").json();
        List<String> tasks = new ArrayList<>();
        status.path("tasks").forEach(task -> tasks.add(task.path("state").asText()));
        return new Seen(
                config,
                offsets(rest, name),
                status.path("connector").path("state").asText(),
                tasks);
    }

    private static JsonNode offsets(RestClient rest, String name) throws Exception {
        return rest.get(path(name) + "/offsets").json().path("offsets");
    }

    private static long count(JsonNode offsets) {
        return offsets.at("/0/offset/count").asLong();
    }

    private static boolean sameStates(Seen one, Seen other) {
        return one.state().equals(other.state()) && one.tasks().equals(other.tasks());
    }

    private static Map<String, String> masked(Seen seen) {
        Map<String, String> masked = new TreeMap<>(seen.config());
        masked.computeIfPresent("db.password", (key, value) -> "[hidden]");
        masked.computeIfPresent("provided.word", (key, value) -> "[hidden]");
        return masked;
    }

    private static void awaitPosition(RestClient rest, String name, long position) throws Exception {
        await(
                "position " + position + " of " + name,
                () -> offsets(rest, name).at("/0/offset/position").asLong() == position);
    }

    /** A stock worker answers 404 while it starts, and 409 until it is a member of its group. */
    private static void awaitAnswers(RestClient rest) throws Exception {
        await("an answer", () -> {
            try {
                return rest.get("/health").status() == 200;
            } catch (java.io.IOException noJsonYet) {
                return false;
            }
        });
    }

    private List<String> values(String topic) {
        return TopicTexts.values(bootstrapServers(), topic);
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
