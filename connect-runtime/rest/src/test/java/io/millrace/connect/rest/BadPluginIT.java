package io.millrace.connect.rest;

import static io.millrace.connect.rest.GoodNeighbour.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.rest.trouble.TroubledSink;
import io.millrace.connect.rest.trouble.TroubledSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bad connector harms nobody: neither the neighbour that runs beside it, nor whoever asks the worker anything. */
class BadPluginIT {

    private static GoodNeighbour neighbour;
    private static RestClient client;

    @BeforeAll
    static void start() throws Exception {
        neighbour = GoodNeighbour.on(ConnectServer.start(properties("bad")));
        client = neighbour.client();
    }

    @AfterAll
    static void stop() throws Exception {
        if (neighbour != null) {
            neighbour.close();
        }
    }

    private static Map<String, String> properties(String group) {
        Map<String, String> properties = TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), group);
        properties.put("plugin.stuck.after.ms", "300");
        properties.put("plugin.stuck.transfer.after.ms", "300");
        properties.put("plugin.call.timeout.ms", "8000");
        properties.put("task.shutdown.graceful.timeout.ms", "500");
        return properties;
    }

    /** What blocks is shown with its stack, where it can be shown, and can be deleted. */
    @ParameterizedTest
    @CsvSource({
        "start blocks,         TroubledSource, connector, start",
        "taskConfigs blocks,   TroubledSource, connector, taskConfigs",
        "task.start blocks,    TroubledSource, task,      start",
        "poll blocks,          TroubledSource, task,      poll",
        "put blocks,           TroubledSink,   task,      put",
        "version blocks,       TroubledSource$VersionBlocks, connector, start",
    })
    void whatBlocksShowsAsStuckWithItsStackAndCanBeDeleted(String trouble, String plugin, String instance, String call)
            throws Exception {
        // Given
        String name = name(trouble);
        String path = "/connectors/" + name;

        // When
        assertThat(create(name, "io.millrace.connect.rest.trouble." + plugin, trouble))
                .isEqualTo(201);
        await("stuck", () -> !stuck(path, instance).isMissingNode());

        // Then
        JsonNode stuck = stuck(path, instance);
        assertThat(stuck.path("call").asText()).isEqualTo(call);
        assertThat(stuck.path("since").asText()).endsWith("Z");
        assertThat(stuck.path("thread").asText()).contains(name);
        assertThat(stuck.path("stack").toString()).contains("trouble.Trouble.block");
        JsonNode threads = client.get(path + (instance.equals("task") ? "/tasks/0" : "") + "/stack")
                .json()
                .path("threads");
        assertThat(threads.toString()).contains("trouble.Trouble.block").contains("\"call\":\"" + call + "\"");
        assertThat(client.get("/health").message()).contains(name);
        assertThat(neighbour.gauge("stuck_plugin_calls")).isPositive();
        neighbour.runs();

        // When
        double abandoned = neighbour.gauge("abandoned_threads");
        assertThat(client.delete(path).status()).isEqualTo(204);

        // Then
        assertThat(client.get("/connectors").json().toString()).doesNotContain(name);
        await(
                "the thread given up",
                () -> neighbour.gauge("abandoned_threads") > abandoned
                        && client.get("/health").message().contains("abandoned-"));
        await("its status gone", () -> client.get(path + "/status").status() == 404);
        neighbour.runs();
    }

    /** A stop that blocks is seen by nobody but the thread that waits for it. */
    @ParameterizedTest
    @CsvSource({"stop blocks", "task.stop blocks"})
    void whatBlocksInStopIsDeletedAllTheSame(String trouble) throws Exception {
        // Given
        String name = name(trouble);
        create(name, TroubledSource.class, trouble);
        await("running", () -> taskState(name).equals("RUNNING"));
        double abandoned = neighbour.gauge("abandoned_threads");

        // When
        assertThat(client.delete("/connectors/" + name).status()).isEqualTo(204);

        // Then
        await("the thread given up", () -> neighbour.gauge("abandoned_threads") > abandoned);
        await(
                "its status gone",
                () -> client.get("/connectors/" + name + "/status").status() == 404);
        neighbour.runs();
    }

    /** What blocks while it is judged is refused at the deadline. */
    @ParameterizedTest
    @CsvSource({"validate blocks, TroubledSource", "config blocks, TroubledSource$ConfigBlocks"})
    void whatBlocksBeforeItIsCreatedIsNotCreated(String trouble, String plugin) throws Exception {
        // Given
        double abandoned = neighbour.gauge("abandoned_threads");

        // When
        Reply reply = post(name(trouble), "io.millrace.connect.rest.trouble." + plugin, trouble);

        // Then
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.message()).contains("did not finish within 8000 ms");
        await("the thread given up", () -> neighbour.gauge("abandoned_threads") > abandoned);
        assertThat(client.get("/connectors").json().toString()).doesNotContain(name(trouble));
        neighbour.runs();
    }

    /** An error ends the instance that threw it, whatever error it is. */
    @ParameterizedTest
    @CsvSource({
        "start class,       TroubledSource, connector, a.missing.Class",
        "start death,       TroubledSource, connector, ThreadDeath",
        "taskConfigs stack, TroubledSource, connector, StackOverflowError",
        "task.start heap,   TroubledSource, task,      OutOfMemoryError",
        "poll class,        TroubledSource, task,      a.missing.Class",
        "poll stack,        TroubledSource, task,      StackOverflowError",
        "poll heap,         TroubledSource, task,      OutOfMemoryError",
        "poll death,        TroubledSource, task,      ThreadDeath",
        "put class,         TroubledSink,   task,      a.missing.Class",
        "put stack,         TroubledSink,   task,      StackOverflowError",
        "put heap,          TroubledSink,   task,      OutOfMemoryError",
        "put death,         TroubledSink,   task,      ThreadDeath",
        "version class,     TroubledSource$VersionFails, connector, a.missing.Class",
        "tasks too large,   TroubledSource$TasksTooLarge, connector, The configuration of task",
    })
    void whatThrowsAnErrorFailsAlone(String trouble, String plugin, String instance, String error) throws Exception {
        // When
        String name = name(trouble);
        assertThat(create(name, "io.millrace.connect.rest.trouble." + plugin, trouble))
                .isEqualTo(201);

        // Then
        await("failed", () -> state(name, instance).path("trace").asText().contains(error));
        assertThat(state(name, instance).path("state").asText()).isIn("FAILED", "RESTARTING", "RUNNING");
        neighbour.runs();
        assertThat(client.delete("/connectors/" + name).status()).isEqualTo(204);
        await(
                "its status gone",
                () -> client.get("/connectors/" + name + "/status").status() == 404);
    }

    /** An error while it is stopped does not keep it. */
    @ParameterizedTest
    @CsvSource({"stop class", "task.stop class", "task.stop stack", "task.stop death"})
    void whatThrowsAnErrorInStopIsStopped(String trouble) throws Exception {
        // Given
        String name = name(trouble);
        create(name, TroubledSource.class, trouble);
        await("running", () -> taskState(name).equals("RUNNING"));

        // When
        assertThat(client.delete("/connectors/" + name).status()).isEqualTo(204);

        // Then
        await(
                "its status gone",
                () -> client.get("/connectors/" + name + "/status").status() == 404);
        neighbour.runs();
    }

    /** An error while it is judged is the answer. */
    @ParameterizedTest
    @CsvSource({
        "validate class, TroubledSource",
        "validate death, TroubledSource",
        "config class, TroubledSource$ConfigFails"
    })
    void whatThrowsAnErrorBeforeItIsCreatedIsNotCreated(String trouble, String plugin) throws Exception {
        // When
        Reply reply = post(name(trouble), "io.millrace.connect.rest.trouble." + plugin, trouble);

        // Then
        assertThat(reply.status()).isIn(400, 500);
        assertThat(client.get("/connectors").json().toString()).doesNotContain(name(trouble));
        neighbour.runs();
    }

    @Test
    void anyWorkerShowsWhatIsStuckAndFetchesItsStack() throws Exception {
        try (ConnectServer one = ConnectServer.start(properties("stuck-pair"));
                ConnectServer two = ConnectServer.start(properties("stuck-pair"))) {
            // When
            new RestClient(one.url()).put("/connectors/both/config", """
                            {"connector.class": "%s", "tasks.max": "2", "trouble": "poll blocks"}""".formatted(TroubledSource.class.getName()));

            // Then
            for (ConnectServer each : List.of(one, two)) {
                RestClient at = new RestClient(each.url());
                await(
                        "both stuck",
                        () -> at.get("/connectors/both/status")
                                        .json()
                                        .path("tasks")
                                        .findValues("stuck")
                                        .size()
                                == 2);
                JsonNode tasks = at.get("/connectors/both/status").json().path("tasks");
                assertThat(tasks.findValuesAsText("worker_id")).doesNotHaveDuplicates();
                for (int task = 0; task < 2; task++) {
                    JsonNode threads = at.get("/connectors/both/tasks/" + task + "/stack")
                            .json()
                            .path("threads");
                    assertThat(threads.toString()).contains("task-both-" + task).contains("Trouble.block");
                }
                assertThat(at.get("/connectors/both/tasks/2/stack").status()).isEqualTo(404);
                assertThat(at.get("/connectors/none/stack").status()).isEqualTo(404);
            }

            // When
            assertThat(new RestClient(two.url())
                            .post("/connectors/both/restart?includeTasks=true", "")
                            .status())
                    .isEqualTo(202);

            // Then
            await("restarted", () -> new RestClient(one.url())
                    .get("/connectors/both/status")
                    .json()
                    .path("tasks")
                    .findValuesAsText("restarts")
                    .equals(List.of("1", "1")));
        }
    }

    private static String name(String trouble) {
        return "bad-" + trouble.replaceAll("[. ]", "-");
    }

    private static int create(String name, Class<?> plugin, String trouble) throws Exception {
        return create(name, plugin.getName(), trouble);
    }

    private static int create(String name, String plugin, String trouble) throws Exception {
        return post(name, plugin, trouble).status();
    }

    private static Reply post(String name, String plugin, String trouble) throws Exception {
        String topics = plugin.endsWith(TroubledSink.class.getSimpleName()) ? "\"topics\": \"good\"," : "";
        return client.post("/connectors", """
                {"name": "%s", "config": {"connector.class": "%s", %s "tasks.max": "1", "trouble": "%s"}}""".formatted(name, plugin, topics, trouble));
    }

    private static JsonNode state(String name, String instance) throws Exception {
        JsonNode status = client.get("/connectors/" + name + "/status").json();
        return instance.equals("task") ? status.path("tasks").path(0) : status.path("connector");
    }

    private static JsonNode stuck(String path, String instance) throws Exception {
        return state(path.substring("/connectors/".length()), instance).path("stuck");
    }

    private static String taskState(String name) throws Exception {
        return state(name, "task").path("state").asText();
    }
}
