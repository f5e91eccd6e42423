package io.millrace.connect.rest;

import static io.millrace.connect.rest.GoodNeighbour.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.broker.server.node.BrokerServer;
import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.rest.trouble.FloodSource;
import io.millrace.connect.rest.trouble.HoardingSink;
import io.millrace.connect.rest.trouble.TroubledSink;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connector that wants more memory than it may have gets no more, and harms nobody. */
class BudgetIT {

    private static final long WORKER_BYTES = 4 * 1024 * 1024;
    private static final long TASK_BYTES = 256 * 1024;
    private static final int RECORD_BYTES = 1_000;

    /** Bytes as JSON are in base64, with a schema around them. */
    private static final long CONVERTED_MAX_BYTES = RECORD_BYTES * 4 / 3 + 200;

    @TempDir
    static Path folder;

    private static BrokerServer broker;
    private static GoodNeighbour neighbour;
    private static RestClient client;

    @BeforeAll
    static void start() throws Exception {
        broker = TestingServers.broker(folder);
        Map<String, String> properties = TestingServers.properties(broker.bootstrapServers(), "budget");
        properties.put("worker.budget.bytes", Long.toString(WORKER_BYTES));
        properties.put("task.budget.bytes", Long.toString(TASK_BYTES));
        properties.put("task.shutdown.graceful.timeout.ms", "500");
        neighbour = GoodNeighbour.on(ConnectServer.start(properties));
        client = neighbour.client();
    }

    @AfterAll
    static void stop() throws Exception {
        if (neighbour != null) {
            neighbour.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    /** Whether its records are sent as they come or in transactions of many polls. */
    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void aSourceWithoutEndIsHeldToItsBudget(String promise) throws Exception {
        // Given
        String name = "flood-" + promise;
        String transactions = promise.equals("exactly-once")
                ? "\"transaction.boundary\": \"interval\", \"transaction.boundary.interval.ms\": \"600000\","
                        + "\"exactly.once.support\": \"required\","
                : "";

        // When
        create(name, FloodSource.class, transactions + """
                "poll.records": "100", "record.bytes": "%d",""".formatted(RECORD_BYTES));

        // Then
        await("many budgets written", () -> out(name) * RECORD_BYTES > 20 * TASK_BYTES);
        JsonNode budget = figures(name).path("budget");
        assertThat(budget.path("budget_bytes").asLong()).isEqualTo(TASK_BYTES);
        // A transaction ends between polls, so that it may hold one too many.
        assertThat(budget.path("held_bytes_max").asLong())
                .isPositive()
                .isLessThan(TASK_BYTES + 100 * CONVERTED_MAX_BYTES);
        assertThat(neighbour.gauge("budget_bytes")).isEqualTo(WORKER_BYTES);
        assertThat(neighbour.prometheus())
                .contains("kafka_connect_connector_task_budget_bytes{connector=\"" + name + "\",task=\"0\"} ");
        assertThat(state(name)).isEqualTo("RUNNING");
        neighbour.runs();
        delete(name);
    }

    @Test
    void aSourceThatPollsMoreThanItsBudgetFailsAloneAndSaysWhy() throws Exception {
        // When
        create("gulp", FloodSource.class, """
                "poll.records": "1000", "record.bytes": "%d", "errors.restart.max": "0",""".formatted(RECORD_BYTES));

        // Then
        await("failed", () -> state("gulp").equals("FAILED"));
        assertThat(trace("gulp"))
                .contains("One poll of task gulp-0 gave more than the task may hold")
                .contains("task.budget.bytes is " + TASK_BYTES);
        assertThat(client.get("/connectors/gulp/failures").json().toString()).contains("\"resources\"");
        neighbour.runs();

        // When
        assertThat(client.send("PATCH", "/connectors/gulp/config", """
                                {"task.budget.bytes": "%d"}""".formatted(WORKER_BYTES), "application/json")
                        .status())
                .isEqualTo(200);

        // Then
        await("it runs with a larger one", () -> out("gulp") > 2_000);
        neighbour.runs();
        delete("gulp");
    }

    @Test
    void aSinkThatLetsNothingBeCommittedIsGivenNoMore() throws Exception {
        // Given
        create("hoard-source", FloodSource.class, """
                "poll.records": "100", "record.bytes": "%d",""".formatted(RECORD_BYTES));
        await("written", () -> out("hoard-source") * RECORD_BYTES > 4 * TASK_BYTES);

        // When
        create("hoard", HoardingSink.class, """
                "topics": "hoard-source", "task.budget.uncommitted": "hold",""");
        create("hoard-on", HoardingSink.class, """
                "topics": "hoard-source",""");

        // Then
        await("throttled", () -> budget("hoard").path("throttled_ms").asLong() > 0);
        assertThat(budget("hoard").path("held_bytes_max").asLong())
                .isGreaterThanOrEqualTo(TASK_BYTES)
                .isLessThan(2 * TASK_BYTES);
        long taken = in("hoard");
        neighbour.runs();
        assertThat(in("hoard")).isEqualTo(taken);
        assertThat(state("hoard")).isEqualTo("RUNNING");
        // One that may go on does: it has its own idea of when it is done with records.
        await("the other one goes on", () -> in("hoard-on") * RECORD_BYTES > 3 * TASK_BYTES);
        assertThat(budget("hoard-on").path("held_bytes_max").asLong()).isLessThan(2 * TASK_BYTES);

        // When
        HoardingSink.letGo();

        // Then
        await("it goes on", () -> in("hoard") > taken);
        delete("hoard");
        delete("hoard-on");
        delete("hoard-source");
    }

    @Test
    void aSinkThatNeverReturnsHoldsOneFetch() throws Exception {
        // Given
        create("clog-source", FloodSource.class, """
                "poll.records": "100", "record.bytes": "%d",""".formatted(RECORD_BYTES));
        await("written", () -> out("clog-source") * RECORD_BYTES > 4 * TASK_BYTES);

        // When
        create("clog", TroubledSink.class, """
                "topics": "clog-source", "trouble": "put blocks", "consumer.override.max.poll.records": "100000",""");

        // Then
        await(
                "it holds what it was given",
                () -> budget("clog").path("held_bytes").asLong() > 0);
        neighbour.runs();
        // Half of the budget is fetched at once, or the one batch of the topic that is larger.
        assertThat(budget("clog").path("held_bytes_max").asLong()).isLessThan(TASK_BYTES);
        delete("clog");
        delete("clog-source");
    }

    private static void create(String name, Class<?> plugin, String more) throws Exception {
        Reply reply = client.post("/connectors", """
                {"name": "%s", "config": {%s "connector.class": "%s", "tasks.max": "1"}}""".formatted(name, more, plugin.getName()));
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
    }

    private static void delete(String name) throws Exception {
        assertThat(client.delete("/connectors/" + name).status()).isEqualTo(204);
    }

    private static JsonNode task(String name) throws Exception {
        return client.get("/connectors/" + name + "/status")
                .json()
                .path("tasks")
                .path(0);
    }

    private static String state(String name) throws Exception {
        return task(name).path("state").asText();
    }

    private static String trace(String name) throws Exception {
        return task(name).path("trace").asText();
    }

    private static JsonNode figures(String name) throws Exception {
        return client.get("/connectors/" + name + "/metrics")
                .json()
                .path("tasks")
                .path(0);
    }

    private static JsonNode budget(String name) throws Exception {
        return figures(name).path("budget");
    }

    private static long out(String name) throws Exception {
        return figures(name).path("records_out_total").asLong();
    }

    private static long in(String name) throws Exception {
        return figures(name).path("records_in_total").asLong();
    }
}
