package io.millrace.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace connector ...}. */
@Command(
        name = "connector",
        description = "Creates, watches and steers connectors.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {OffsetsCommand.class, CloneCommand.class, UserCommand.class})
final class ConnectorCommand {

    private final ObjectMapper mapper = new ObjectMapper();

    @Command(name = "list", description = "Lists the connectors and their states.")
    int list(@Mixin ConnectAddress connect, @Mixin Output output) {
        List<List<Object>> rows = new ArrayList<>();
        connect.api().get("/connectors?expand=status").properties().forEach(entry -> {
            JsonNode status = entry.getValue().path("status");
            rows.add(List.of(
                    entry.getKey(),
                    status.path("type").asText(),
                    status.path("connector").path("state").asText(),
                    taskStates(status)));
        });
        output.table(List.of("connector", "type", "state", "tasks"), rows);
        return 0;
    }

    @Command(name = "create", description = "Creates connectors from JSON files: {\"name\": ..., \"config\": {...}}.")
    int create(
            @Mixin ConnectAddress connect,
            @Mixin Output output,
            @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
            @Option(names = "--replace", description = "Change the connector if it exists.") boolean replace) {
        for (Path file : files) {
            JsonNode request = read(file);
            String name = request.path("name").asText();
            JsonNode answer = replace
                    ? connect.api().put("/connectors/" + HttpApi.segment(name) + "/config", request.path("config"))
                    : connect.api().post("/connectors", request);
            output.object(answer, (replace ? "put " : "created ") + name);
        }
        return 0;
    }

    @Command(
            name = "validate",
            description = "Checks a config, with a live look at what it names; exit code 1 when it has errors.")
    int validate(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "FILE") Path file) {
        JsonNode request = read(file);
        JsonNode config = request;
        if (request.path("config") instanceof ObjectNode inner) {
            // A worker takes the name from beside the config as well when it creates the connector.
            config = inner.has("name") ? inner : inner.set("name", request.path("name"));
        }
        String plugin = config.path("connector.class").asText("");
        if (plugin.isEmpty()) {
            throw new CommandException(file + " has no connector.class; millrace connector plugins lists them");
        }
        JsonNode answer =
                connect.api().put("/connector-plugins/" + HttpApi.segment(plugin) + "/config/validate", config);
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode setting : answer.path("configs")) {
            for (JsonNode error : setting.path("value").path("errors")) {
                rows.add(List.of(setting.path("value").path("name").asText(), error.asText()));
            }
        }
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("file", file.toString());
        verdict.put("valid", rows.isEmpty());
        output.table(verdict, "errors", List.of("key", "error"), rows);
        return rows.isEmpty() ? 0 : Failures.FAILED;
    }

    @Command(name = "status", description = "Shows a connector and its tasks.")
    int status(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        JsonNode status = connect.api().get(path(name) + "/status");
        StringBuilder text = new StringBuilder(name)
                .append(": ")
                .append(status.path("connector").path("state").asText());
        appendPast(text, status.path("connector"));
        for (JsonNode task : status.path("tasks")) {
            text.append("\n  task ")
                    .append(task.path("id").asText())
                    .append(": ")
                    .append(task.path("state").asText());
            text.append(" on ").append(task.path("worker_id").asText());
            appendPast(text, task);
        }
        output.object(status, text.toString());
        return 0;
    }

    @Command(name = "metrics", description = "Shows what the tasks of a connector do, and how far they are behind.")
    int metrics(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        JsonNode metrics = connect.api().get(path(name) + "/metrics");
        if (output.isJson()) {
            output.object(metrics, name);
        } else {
            TaskTable.print(metrics, output);
        }
        return 0;
    }

    @Command(name = "pause", description = "Pauses a connector; its tasks keep their place.")
    int pause(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        connect.api().put(path(name) + "/pause");
        return done(output, name, "pausing");
    }

    @Command(name = "resume", description = "Resumes a paused or stopped connector.")
    int resume(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        connect.api().put(path(name) + "/resume");
        return done(output, name, "resuming");
    }

    @Command(name = "stop", description = "Stops a connector and frees its tasks.")
    int stop(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        connect.api().put(path(name) + "/stop");
        return done(output, name, "stopped");
    }

    @Command(name = "restart", description = "Restarts a connector and its tasks.")
    int restart(
            @Mixin ConnectAddress connect,
            @Mixin Output output,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--only-failed", description = "Leave alone what runs.") boolean onlyFailed) {
        connect.api().post(path(name) + "/restart?includeTasks=true&onlyFailed=" + onlyFailed);
        return done(output, name, "restarting");
    }

    @Command(
            name = "dead-letters",
            description = "Lists where the records lie that a connector gave up, or shows those of a partition.")
    int deadLetters(
            @Mixin ConnectAddress connect,
            @Mixin Output output,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--partition", description = "Show the letters of this partition.") Integer partition,
            @Option(names = "--from", description = "The offset to begin at.", defaultValue = "0") long from,
            @Option(names = "--max", description = "At most so many letters.", defaultValue = "20") int max) {
        String letters = path(name) + "/dead-letters";
        DeadLetterTables tables = new DeadLetterTables(output);
        if (partition == null) {
            tables.partitions(connect.api().get(letters));
        } else {
            tables.letters(connect.api().get(letters + "/" + partition + "?from=" + from + "&max=" + max));
        }
        return 0;
    }

    @Command(
            name = "redrive",
            description = "Sends dead letters back to the topics that their records came from, each once.")
    int redrive(
            @Mixin ConnectAddress connect,
            @Mixin Output output,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--max", description = "At most so many letters.", defaultValue = "100") int max) {
        JsonNode result = connect.api().post(path(name) + "/dead-letters/redrive?max=" + max);
        output.object(
                result,
                name + ": " + result.path("redriven").asLong() + " sent back, "
                        + result.path("passed_over").size() + " passed over, "
                        + result.path("remaining").asLong() + " remain");
        return 0;
    }

    @Command(name = "delete", description = "Deletes a connector; its topics stay.")
    int delete(@Mixin ConnectAddress connect, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        connect.api().delete(path(name));
        return done(output, name, "deleted");
    }

    @Command(name = "plugins", description = "Lists the plugins that the worker found.")
    int plugins(@Mixin ConnectAddress connect, @Mixin Output output) {
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode plugin : connect.api().get("/connector-plugins?connectorsOnly=false")) {
            rows.add(List.of(
                    plugin.path("class").asText(),
                    plugin.path("type").asText(),
                    plugin.path("version").asText("")));
        }
        output.table(List.of("class", "type", "version"), rows);
        return 0;
    }

    private static String path(String name) {
        return "/connectors/" + HttpApi.segment(name);
    }

    private static int done(Output output, String name, String what) {
        output.object(Map.of("connector", name, "result", what), name + ": " + what);
        return 0;
    }

    private static String taskStates(JsonNode status) {
        return StreamSupport.stream(status.path("tasks").spliterator(), false)
                .map(task -> task.path("state").asText())
                .collect(Collectors.joining(" "));
    }

    /** Since when it is so, how often it was restarted, and its trace, or the first line of an error that is over. */
    private static void appendPast(StringBuilder text, JsonNode node) {
        if (node.hasNonNull("since")) {
            text.append(" since ").append(node.path("since").asText());
        }
        if (node.path("restarts").asInt() > 0) {
            text.append(", restarts: ").append(node.path("restarts").asInt());
        }
        JsonNode error = node.path("last_error");
        if (node.hasNonNull("trace")) {
            text.append("\n    ").append(node.path("trace").asText().strip().replace("\n", "\n    "));
        } else if (error.isObject()) {
            text.append("\n    last error, ")
                    .append(error.path("time").asText())
                    .append(": ")
                    .append(error.path("trace")
                            .asText()
                            .strip()
                            .lines()
                            .findFirst()
                            .orElse(""));
        }
    }

    private JsonNode read(Path file) {
        try {
            return mapper.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new CommandException(file + " is not valid JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")");
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + "; give a file that exists and is readable", e);
        }
    }
}
