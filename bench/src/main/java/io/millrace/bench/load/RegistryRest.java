package io.millrace.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.peer.Server;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The REST interface that schema registries share, as the rows need it before they measure. One thread. */
public final class RegistryRest implements AutoCloseable {

    /** To be asked more often would take a server that starts from its work. */
    private static final long RETRY_MS = 20;

    private static final long TIMEOUT_S = 120;
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpConnection connection;
    private final String path;

    private RegistryRest(HttpConnection connection, String path) {
        this.connection = connection;
        this.path = path;
    }

    /**
     * Waits until the registry answers questions about its subjects.
     *
     * @param path that all others begin with
     */
    public static RegistryRest await(Server registry, String path) throws IOException, InterruptedException {
        HttpConnection connection = connect(registry);
        while (connection.exchange(HttpRequests.get(path + "/subjects?limit=1")).status() != OK) {
            pause(registry);
        }
        return new RegistryRest(connection, path);
    }

    private static HttpConnection connect(Server registry) throws IOException, InterruptedException {
        while (true) {
            try {
                return HttpConnection.open(registry.port());
            } catch (IOException notYet) {
                pause(registry);
            }
        }
    }

    private static void pause(Server registry) throws IOException, InterruptedException {
        registry.requireAlive();
        if (registry.secondsAlive() > TIMEOUT_S) {
            throw new IOException("the registry does not answer within " + TIMEOUT_S + " s");
        }
        Thread.sleep(RETRY_MS);
    }

    /** Registers a schema and answers its id. */
    public int register(String subject, String schema) throws IOException {
        String target = path + "/subjects/" + subject + "/versions";
        return send(HttpRequests.withJson("POST", target, SchemaTexts.body(schema)))
                .path("id")
                .asInt();
    }

    /** Throws unless the registry knows so many subjects. */
    public void requireSubjects(int count) throws IOException {
        int found = send(HttpRequests.get(path + "/subjects")).size();
        if (found != count) {
            throw new IOException("the registry should know " + count + " subjects, but knows " + found);
        }
    }

    /** How many versions the subject has. */
    public int versions(String subject) throws IOException {
        return send(HttpRequests.get(path + "/subjects/" + subject + "/versions"))
                .size();
    }

    /** Sets the rule of a subject that has a version. */
    public void compatibility(String subject, String level) throws IOException {
        String body = JSON.createObjectNode().put("compatibility", level).toString();
        send(HttpRequests.withJson("PUT", path + "/config/" + subject, body));
    }

    /** Throws unless the request gets this answer. */
    public void require(ByteBuffer request, String field, boolean value) throws IOException {
        JsonNode answer = send(request);
        if (!answer.path(field).isBoolean() || answer.path(field).asBoolean() != value) {
            throw new IOException("the registry should answer " + field + "=" + value + ", but answers " + answer);
        }
    }

    private JsonNode send(ByteBuffer request) throws IOException {
        HttpConnection.Answer answer = connection.exchange(request);
        if (answer.status() != OK) {
            throw new IOException("the registry answers " + answer.status() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
