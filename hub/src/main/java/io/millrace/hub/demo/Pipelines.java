package io.millrace.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The three connectors of the demo, created over REST from the files that users start from. */
final class Pipelines {

    static final List<String> EXAMPLES = List.of("shop-source.json", "warehouse-sink.json", "files-sink.json");

    private final Path examples;
    private final Map<String, String> addresses;
    private final ObjectMapper mapper = new ObjectMapper();

    /** The examples name the usual ports; the demo's own addresses replace them. */
    Pipelines(Path home, ShopDatabase database, Path files) {
        this.examples = home.resolve("config").resolve("examples");
        this.addresses = Map.of(
                "database.port", Integer.toString(database.port()),
                "connection.url", database.jdbcUrl(ShopDatabase.WAREHOUSE),
                "store.url", files.toUri().toString());
    }

    void create(HttpApi connect) {
        for (String example : EXAMPLES) {
            connect.post("/connectors", read(example));
        }
    }

    /** Fails with the trace of the first connector or task that failed. */
    static void requireHealthy(HttpApi connect) {
        connect.get("/connectors?expand=status").properties().forEach(entry -> {
            JsonNode status = entry.getValue().path("status");
            requireHealthy(entry.getKey(), status.path("connector"));
            status.path("tasks").forEach(task -> requireHealthy(entry.getKey(), task));
        });
    }

    private static void requireHealthy(String name, JsonNode node) {
        if (node.path("state").asText().equals("FAILED")) {
            throw new CommandException(name + " failed:\n" + node.path("trace").asText());
        }
    }

    private ObjectNode read(String example) {
        try {
            ObjectNode request =
                    (ObjectNode) mapper.readTree(examples.resolve(example).toFile());
            ObjectNode config = (ObjectNode) request.path("config");
            addresses.forEach((key, value) -> {
                if (config.has(key)) {
                    config.put(key, value);
                }
            });
            return request;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + examples.resolve(example), e);
        }
    }
}
