package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.hub.client.HttpApi;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/millrace} of the distribution, as a person and as a program use it. */
class CommandLineIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(Map.of(
                "home", Distribution.home().toString(),
                "data.dir", folder.resolve("hub").toString(),
                "broker.listeners", "PLAINTEXT://127.0.0.1:0",
                "registry.listeners", "http://127.0.0.1:0",
                "gateway.listeners", "http://127.0.0.1:0",
                "connect.listeners", "http://127.0.0.1:0"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void topicsAreCreatedFilledReadAndDeleted() throws Exception {
        broker("topic", "create", "fruit", "--partitions", "2", "--config", "retention.ms=60000")
                .succeeds();
        Path lines = Files.writeString(folder.resolve("lines"), "a=apple\nb=pear\nb=plum\n");
        broker("produce", "fruit", "--file", lines.toString(), "--key-separator", "=")
                .succeeds()
                .printed("wrote 3 records to fruit");

        JsonNode described = broker("topic", "describe", "fruit", "--json").json();
        assertThat(described.path("retention.ms").asText()).isEqualTo("60000");
        assertThat(described.path("partitions")).hasSize(2);
        assertThat(described.findValues("end").stream().mapToLong(JsonNode::asLong))
                .satisfies(ends -> assertThat(
                                ends.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(3));
        assertThat(broker("consume", "fruit", "--from-beginning").succeeds().lines())
                .containsExactlyInAnyOrder("a\tapple", "b\tpear", "b\tplum");
        assertThat(broker("topic", "list").succeeds().output()).contains("fruit");
        broker("topic", "delete", "fruit").succeeds();
        broker("topic", "describe", "fruit").fails(1).printed("there is no such topic");
    }

    @Test
    void recordsThatAreNeitherTextNorAvroAreShownAllTheSame() throws Exception {
        try (KafkaProducer<Long, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", hub.address(Role.BROKER)), new LongSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("longs", 5L, "five")).get();
        }
        Run consumed = run(
                "consume",
                "longs",
                "--from-beginning",
                "--json",
                "-b",
                hub.address(Role.BROKER),
                "--registry-url",
                hub.address(Role.REGISTRY));
        assertThat(consumed.json().path("key").asText()).isEqualTo("AAAAAAAAAAU=");
        assertThat(consumed.json().path("value").asText()).isEqualTo("five");
    }

    @Test
    void connectorsAreCheckedCreatedSteeredAndDeleted() throws Exception {
        Path wrong = connector("wrong", Map.of("flush.sise", "10"));
        JsonNode verdict =
                connect("validate", wrong.toString(), "--json").fails(1).json();
        assertThat(verdict.path("valid").asBoolean()).isFalse();
        assertThat(verdict.path("errors").toString()).contains("flush.sise").contains("flush.size");

        Path right = connector("files", Map.of("flush.size", "10"));
        connect("validate", right.toString()).succeeds().printed("valid: true");
        connect("create", right.toString()).succeeds().printed("created files");
        connect("create", right.toString()).fails(1).printed("already exists");
        assertThat(connect("status", "files", "--json").json().path("name").asText())
                .isEqualTo("files");
        connect("metrics", "files").succeeds().printed("LAG S");
        assertThat(connect("metrics", "files", "--json")
                        .json()
                        .path("unanswered")
                        .isArray())
                .isTrue();
        connect("dead-letters", "files").fails(1).printed("errors.deadletterqueue.topic.name");
        deadLettersAreShownAndSentBack();
        connect("pause", "files").succeeds();
        connect("resume", "files").succeeds();
        connect("restart", "files").succeeds();
        connect("stop", "files").succeeds();
        assertThat(connect("list", "--json").json().findValuesAsText("connector"))
                .contains("files");
        connect("delete", "files").succeeds();
        connect("status", "files").fails(1).printed("files");
        connect("plugins").succeeds().printed("io.millrace.connectors.jdbc.JdbcSinkConnector");
    }

    private static void deadLettersAreShownAndSentBack() throws Exception {
        broker("topic", "create", "letters").succeeds();
        Path letter = Files.writeString(folder.resolve("letter.txt"), "refused\n");
        broker("produce", "letters", "--file", letter.toString()).succeeds();
        Path config = connector("lettered", Map.of("flush.size", "10", "errors.deadletterqueue.topic.name", "letters"));
        connect("create", config.toString()).succeeds();
        // Else it would read the letter as soon as it is back, and give it up again.
        connect("stop", "lettered").succeeds();
        connect("dead-letters", "lettered").succeeds().printed("TO-REDRIVE").printed("letters");
        connect("dead-letters", "lettered", "--partition", "0").succeeds().printed("refused");
        connect("redrive", "lettered").succeeds().printed("1 sent back, 0 passed over, 0 remain");
        connect("redrive", "lettered").succeeds().printed("0 sent back");
        connect("delete", "lettered").succeeds();
    }

    @Test
    void offsetsOfConnectorsAreShownMovedAndBroughtBack() throws Exception {
        // Given
        stopped("placed");
        connect("offsets", "placed").succeeds().printed("PARTITION");
        assertThat(place("placed")).isNull();

        // When / Then
        connect("offsets", "placed", "--reset-to", "latest", "--dry-run")
                .succeeds()
                .printed("This would change")
                .printed("{\"kafka_offset\":3}");
        assertThat(place("placed")).isNull();
        connect("offsets", "placed", "--reset-to", "latest").succeeds().printed("reset successfully");
        assertThat(place("placed")).isEqualTo(3);
        connect("offsets", "placed", "--reset-to", "0").succeeds();
        assertThat(place("placed")).isZero();
        connect("offsets", "placed", "--history").succeeds().printed("seek").printed("ROLLBACK");
        JsonNode newest = connect("offsets", "placed", "--history", "--json")
                .json()
                .path("history")
                .path(0);
        assertThat(newest.path("kind").asText()).isEqualTo("seek");
        String id = newest.path("id").asText();
        JsonNode changes = connect("offsets", "placed", "--rollback", id, "--dry-run", "--json")
                .json()
                .path("changes");
        assertThat(changes).hasSize(1);
        assertThat(changes.path(0).path("to").path("kafka_offset").asLong()).isEqualTo(3);
        assertThat(place("placed")).isZero();
        connect("offsets", "placed", "--rollback", id).succeeds().printed("rolled back successfully");
        assertThat(place("placed")).isEqualTo(3);

        connect("offsets", "placed", "--dry-run").fails(1).printed("--dry-run goes with");
        connect("offsets", "placed", "--history", "--rollback", id).fails(2).printed("mutually exclusive");
        connect("offsets", "placed", "--reset-to", "yesterday").fails(1).printed("\"earliest\"");
        connect("offsets", "placed", "--rollback", "4711").fails(1).printed("4711");
        connect("delete", "placed").succeeds();
    }

    @Test
    void connectorsAreClonedWithAndWithoutTheirOffsets() throws Exception {
        // Given
        stopped("original");
        connect("offsets", "original", "--reset-to", "latest").succeeds();
        HttpApi api = new HttpApi(hub.address(Role.CONNECT), "Connect worker");

        // When
        connect(
                        "clone",
                        "original",
                        "copy",
                        "--set",
                        "flush.size=7",
                        "--set",
                        "store.url=" + folder.resolve("copy").toUri(),
                        "--unset",
                        "errors.restart.max",
                        "--stopped")
                .succeeds()
                .printed("created copy from original");
        connect(
                        "clone",
                        "original",
                        "anew",
                        "--set",
                        "store.url=" + folder.resolve("anew").toUri(),
                        "--no-offsets",
                        "--stopped")
                .succeeds();

        // Then
        assertThat(place("copy")).isEqualTo(3);
        JsonNode config = api.get("/connectors/copy/config");
        assertThat(config.path("flush.size").asText()).isEqualTo("7");
        assertThat(config.path("topics").asText()).isEqualTo("original");
        assertThat(config.has("errors.restart.max")).isFalse();
        assertThat(place("anew")).isNull();
        assertThat(api.get("/connectors/anew/config").path("errors.restart.max").asText())
                .isEqualTo("3");
        connect("clone", "original", "copy").fails(1).printed("already exists");
        connect("clone", "original", "other", "--set", "flush.size").fails(1).printed("--set takes key=value");
        connect("clone", "nobody", "other").fails(1).printed("nobody");
        for (String name : List.of("original", "copy", "anew")) {
            connect("delete", name).succeeds();
        }
    }

    /** A connector that reads a topic of its own name with three records, and never began. */
    private static void stopped(String name) throws Exception {
        broker("topic", "create", name).succeeds();
        Path lines = Files.writeString(folder.resolve(name + ".txt"), "a\nb\nc\n");
        broker("produce", name, "--file", lines.toString()).succeeds();
        Path config = connector(name, Map.of("flush.size", "10", "errors.restart.max", "3"));
        ObjectNode request = (ObjectNode) JSON.readTree(Files.readString(config));
        request.put("initial_state", "STOPPED");
        ((ObjectNode) request.path("config")).put("topics", name);
        Files.writeString(config, JSON.writeValueAsString(request));
        connect("create", config.toString()).succeeds();
    }

    /** The offset of a connector in its only partition; null where there is none. */
    private static Long place(String name) throws Exception {
        JsonNode offset = connect("offsets", name, "--json")
                .json()
                .path("offsets")
                .path(0)
                .path("offset");
        return offset.has("kafka_offset") ? offset.path("kafka_offset").asLong() : null;
    }

    @Test
    void schemasAreRegisteredCheckedAndShown() throws Exception {
        Path first = Files.writeString(folder.resolve("first.avsc"), "\"int\"");
        Path second = Files.writeString(folder.resolve("second.avsc"), "\"string\"");
        registry("register", "numbers", first.toString()).succeeds().printed("numbers has the schema under id");
        registry("check", "numbers", second.toString()).fails(1);
        registry("check", "numbers", first.toString()).succeeds();
        registry("show", "numbers").succeeds().printed("\"int\"");
        assertThat(registry("list", "--json").json().findValuesAsText("subject"))
                .contains("numbers");
    }

    @Test
    void saysWhatWasWrong() throws Exception {
        run("topik").fails(2).printed("topik");
        run("topic", "list", "-b", "127.0.0.1:1").fails(1).printed("no broker answers at 127.0.0.1:1");
        run("connector", "list", "--connect-url", "http://127.0.0.1:1")
                .fails(1)
                .printed("no Connect worker answers at http://127.0.0.1:1");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"name\": ");
        connect("create", broken.toString()).fails(1).printed("is not valid JSON");
        connect("create", folder.resolve("missing.json").toString()).fails(1).printed("cannot read");
        run("start", "--set", "data.dri=/nowhere").fails(1).printed("did you mean data.dir?");
        run("demo", "--seconds", "0").fails(1).printed("--seconds must be at least 1");
    }

    @Test
    void everyCommandHasHelpAndTheVersionIsTold() throws Exception {
        var help = run("--help").succeeds();
        for (String command :
                List.of("start", "demo", "topic", "produce", "consume", "connector", "plugin", "schema", "version")) {
            run(command, "--help").succeeds().printed("Usage: millrace " + command);
            help.printed("  " + command + " ");
        }
        assertThat(run("version", "--json").json().path("kafka").asText()).isEqualTo("4.3.1");
    }

    @Test
    void theScriptFindsItsHomeAndSaysWhatIsMissing() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), script());
        execute(Map.of(), link.toString(), "version").succeeds().printed("millrace");
        executeIn(Distribution.home(), Map.of("CDPATH", Distribution.home().toString()), "bin/millrace", "version")
                .succeeds()
                .printed("millrace");
        execute(Map.of("JAVA_HOME", "/nowhere"), script().toString(), "version")
                .fails(1)
                .printed("there is no bin/java in it");
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("bash", "readlink", "dirname", "sed", "find")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        Map<String, String> bare = Map.of("PATH", tools.toString(), "JAVA_HOME", "");
        execute(bare, script().toString(), "version").fails(1).printed("no Java found");
        Path source = Files.createDirectories(folder.resolve("source").resolve("bin"));
        Path copy = Files.copy(script(), source.resolve("millrace"));
        execute(
                        Map.of("PATH", tools.toString(), "JAVA_HOME", System.getProperty("java.home")),
                        "/usr/bin/bash",
                        copy.toString(),
                        "version")
                .fails(1)
                .printed("Maven (mvn) is missing");
    }

    private static Path connector(String name, Map<String, String> extra) throws IOException {
        Map<String, String> config = new HashMap<>(extra);
        config.put("connector.class", "io.millrace.connectors.hdfs.HdfsSinkConnector");
        config.put("topics", "anything");
        config.put("store.url", folder.resolve(name).toUri().toString());
        return Files.writeString(
                folder.resolve(name + ".json"), JSON.writeValueAsString(Map.of("name", name, "config", config)));
    }

    private static Run broker(String... arguments) throws Exception {
        return run(with(arguments, "-b", hub.address(Role.BROKER)));
    }

    private static Run connect(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("connector"));
        all.addAll(List.of(with(arguments, "--connect-url", hub.address(Role.CONNECT))));
        return run(all.toArray(String[]::new));
    }

    private static Run registry(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("schema"));
        all.addAll(List.of(with(arguments, "--registry-url", hub.address(Role.REGISTRY))));
        return run(all.toArray(String[]::new));
    }

    private static String[] with(String[] arguments, String option, String value) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(option, value));
        return all.toArray(String[]::new);
    }

    private static Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        return execute(Map.of(), command.toArray(String[]::new));
    }

    private static Path script() {
        return Distribution.home().resolve("bin").resolve("millrace");
    }

    private static Run execute(Map<String, String> environment, String... command) throws Exception {
        return executeIn(folder, environment, command);
    }

    private static Run executeIn(Path directory, Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(String.join(" ", command), process.waitFor(), output, Files.readString(errors));
    }

    /** How a command ended and what it printed. */
    private record Run(String command, int exitCode, String output, String errors) {

        Run succeeds() {
            return fails(0);
        }

        Run fails(int expected) {
            assertThat(exitCode).as(this::toString).isEqualTo(expected);
            assertThat(errors).doesNotContain("\tat ");
            return this;
        }

        Run printed(String text) {
            assertThat(output + errors).as(command).contains(text);
            return this;
        }

        List<String> lines() {
            return output.lines().toList();
        }

        JsonNode json() throws IOException {
            assertThat(output).as(this::toString).isNotEmpty();
            return JSON.readTree(output);
        }
    }
}
