package io.millrace.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace schema ...}. */
@Command(
        name = "schema",
        description = "Lists, shows, registers and checks schemas.",
        synopsisSubcommandLabel = "COMMAND")
final class SchemaCommand {

    @Command(name = "list", description = "Lists the subjects and their versions.")
    int list(@Mixin RegistryAddress registry, @Mixin Output output) {
        HttpApi api = registry.api();
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode subject : api.get("/subjects")) {
            JsonNode latest = api.get(path(subject.asText()) + "/latest");
            rows.add(List.of(
                    subject.asText(),
                    latest.path("version").asInt(),
                    latest.path("id").asInt(),
                    latest.path("schemaType").asText("AVRO")));
        }
        output.table(List.of("subject", "version", "id", "type"), rows);
        return 0;
    }

    @Command(name = "show", description = "Prints a schema.")
    int show(
            @Mixin RegistryAddress registry,
            @Mixin Output output,
            @Parameters(paramLabel = "SUBJECT") String subject,
            @Option(names = "--version", paramLabel = "N", defaultValue = "latest", description = "Default: latest.")
                    String version) {
        JsonNode schema = registry.api().get(path(subject) + "/" + version);
        output.object(schema, schema.path("schema").asText());
        return 0;
    }

    @Command(name = "register", description = "Registers an Avro schema from a file.")
    int register(
            @Mixin RegistryAddress registry,
            @Mixin Output output,
            @Parameters(paramLabel = "SUBJECT") String subject,
            @Parameters(paramLabel = "FILE") Path file) {
        JsonNode answer = registry.api().post(path(subject), Map.of("schema", read(file)));
        output.object(
                answer,
                subject + " has the schema under id " + answer.path("id").asInt());
        return 0;
    }

    @Command(name = "check", description = "Says whether a schema would be accepted; exit code 1 when not.")
    int check(
            @Mixin RegistryAddress registry,
            @Mixin Output output,
            @Parameters(paramLabel = "SUBJECT") String subject,
            @Parameters(paramLabel = "FILE") Path file) {
        JsonNode answer =
                registry.api().post("/compatibility" + path(subject) + "?verbose=true", Map.of("schema", read(file)));
        boolean compatible = answer.path("is_compatible").asBoolean();
        StringBuilder text = new StringBuilder(compatible ? "compatible" : "not compatible");
        answer.path("messages").forEach(message -> text.append("\n  ").append(message.asText()));
        output.object(answer, text.toString());
        return compatible ? 0 : Failures.FAILED;
    }

    @Command(name = "delete", description = "Deletes a subject (soft).")
    int delete(
            @Mixin RegistryAddress registry, @Mixin Output output, @Parameters(paramLabel = "SUBJECT") String subject) {
        JsonNode versions = registry.api().delete("/subjects/" + HttpApi.segment(subject));
        output.object(versions, "deleted versions " + versions + " of " + subject);
        return 0;
    }

    private static String path(String subject) {
        return "/subjects/" + HttpApi.segment(subject) + "/versions";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + "; give a file that exists and is readable", e);
        }
    }
}
