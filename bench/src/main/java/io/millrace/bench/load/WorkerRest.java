package io.millrace.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kafka Connect's REST interface, as any tool uses it. */
public final class WorkerRest {

    private static final long RETRY_MS = 5;
    private static final long TIMEOUT_NANOS = 600_000_000_000L;
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int REDIRECT = 300;

    private static final long LOOK_NANOS = 2_000_000_000L;

    private final ServerProcess worker;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private long lookedNanos = System.nanoTime();

    public WorkerRest(ServerProcess worker) {
        this.worker = worker;
    }

    /** Waits for the first answer with a list of connectors, which may be given before the worker is in its group. */
    public void awaitAnswer() throws IOException, InterruptedException {
        await("answers no request", () -> get("/connectors").statusCode() == OK);
    }

    /** Waits until the worker says that it is ready for work (KIP-1017). */
    public void awaitReady() throws IOException, InterruptedException {
        await("is not ready", () -> get("/health").statusCode() == OK);
    }

    /** Makes a connector, again while the worker says that it cannot just now, and waits until its tasks run. */
    public void create(String name, Map<String, String> config, int tasks) throws IOException, InterruptedException {
        create(name, config);
        await("does not run " + name, () -> running(name) == tasks);
    }

    /** Makes a connector, again while the worker says that it cannot just now. */
    public void create(String name, Map<String, String> config) throws IOException, InterruptedException {
        String body = json.writeValueAsString(config);
        await("takes no connector", () -> {
            HttpResponse<String> answer = send(request("/connectors/" + name + "/config")
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            if (answer.statusCode() >= REDIRECT && answer.statusCode() != CONFLICT) {
                throw new IllegalStateException("connector " + name + " was refused: " + answer.body());
            }
            return answer.statusCode() < REDIRECT;
        });
    }

    /** Waits until so many tasks run, all on this worker. */
    public void awaitHere(String name, int tasks) throws IOException, InterruptedException {
        String here = "127.0.0.1:" + worker.port();
        await("has not all tasks of " + name, () -> {
            List<Task> all = tasks(name);
            return all.size() == tasks
                    && all.stream()
                            .allMatch(task -> task.runs() && task.worker().equals(here));
        });
    }

    /** How many tasks run on this worker now. */
    public long tasksHere(String name) throws IOException, InterruptedException {
        String here = "127.0.0.1:" + worker.port();
        return tasks(name).stream()
                .filter(task -> task.runs() && task.worker().equals(here))
                .count();
    }

    /** How long the worker takes to tell how a connector is. */
    public long statusNanos(String name) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        int code = get("/connectors/" + name + "/status").statusCode();
        if (code != OK) {
            throw new IOException("no status of " + name + ": " + code);
        }
        return System.nanoTime() - startNanos;
    }

    /** Throws when a task has failed; looks once in a while. */
    public void requireHealthy(String name) throws IOException, InterruptedException {
        if (System.nanoTime() - lookedNanos > LOOK_NANOS) {
            lookedNanos = System.nanoTime();
            tasks(name);
        }
    }

    private long running(String name) throws IOException, InterruptedException {
        return tasks(name).stream().filter(Task::runs).count();
    }

    private record Task(String state, String worker) {
        boolean runs() {
            return state.equals("RUNNING");
        }
    }

    /** None while the worker does not know them; throws when one has failed. */
    private List<Task> tasks(String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/connectors/" + name + "/status");
        if (answer.statusCode() != OK) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.readTree(answer.body()).path("tasks")) {
            if (task.path("state").asText().equals("FAILED")) {
                throw new IllegalStateException(
                        "a task of " + name + " failed: " + task.path("trace").asText());
            }
            tasks.add(
                    new Task(task.path("state").asText(), task.path("worker_id").asText()));
        }
        return tasks;
    }

    private void await(String complaint, Attempt attempt) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (true) {
            worker.requireAlive();
            try {
                if (attempt.succeeds()) {
                    return;
                }
            } catch (IOException notYet) {
                // Nobody listens yet.
                worker.requireAlive();
            }
            if (System.nanoTime() - startNanos > TIMEOUT_NANOS) {
                throw new IOException("the worker " + complaint);
            }
            Thread.sleep(RETRY_MS);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + path))
                .timeout(Duration.ofSeconds(100));
    }

    /** Something that may come true later. */
    private interface Attempt {
        boolean succeeds() throws IOException, InterruptedException;
    }
}
