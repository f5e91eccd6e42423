package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.client.HttpApi;
import io.millrace.integration.faults.Patience;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code bin/millrace start} sets the JVM up: the archive of classes that it writes and maps, and the collector. */
class ClassArchiveIT {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    /** Pages that the JVM patches are copies of the process's own, and to patch them takes time. */
    @Test
    void mostPagesOfTheArchiveStayThoseOfTheFile() throws IOException {
        try (ChildJvm broker =
                start(Map.of(), "--roles", "broker", "--set", "broker.listeners=PLAINTEXT://127.0.0.1:0")) {
            broker.awaitOutput("^started in ", START_TIMEOUT);
            List<String> maps = Files.readAllLines(Path.of("/proc", Long.toString(broker.pid()), "smaps"));
            assertThat(archiveKb(maps, "Anonymous")).isLessThan(archiveKb(maps, "Rss") / 2);
        }
    }

    /** They would be a third of its memory. */
    @Test
    void aRegistryByItselfMapsNoClassesOfOtherServers() throws IOException {
        try (ChildJvm broker =
                start(Map.of(), "--roles", "broker", "--set", "broker.listeners=PLAINTEXT://127.0.0.1:0")) {
            Matcher listens = broker.awaitOutput("^broker +(\\S+)", START_TIMEOUT);
            try (ChildJvm registry = start(
                    Map.of(),
                    "--roles",
                    "registry",
                    "--set",
                    "bootstrap.servers=" + listens.group(1),
                    "--set",
                    "registry.listeners=http://127.0.0.1:0")) {
                String url = address(registry, "registry");
                assertThat(new HttpApi(url, "registry").get("/subjects")).isEmpty();
                List<String> maps = Files.readAllLines(Path.of("/proc", Long.toString(registry.pid()), "maps"));
                assertThat(maps).anyMatch(line -> line.endsWith("/archive/registry.jsa"));
                assertThat(maps).noneMatch(line -> line.endsWith("/archive/classes.jsa"));
            }
        }
        Path archives = Distribution.home().resolve("archive");
        assertThat(Files.size(archives.resolve("registry.jsa")))
                .isLessThan(Files.size(archives.resolve("classes.jsa")) * 3 / 4);
    }

    private static long archiveKb(List<String> maps, String field) {
        long kb = 0;
        boolean isArchive = false;
        for (String line : maps) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                isArchive = line.endsWith("/archive/classes.jsa");
            } else if (isArchive && line.startsWith(field + ":")) {
                kb += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        assertThat(kb).as(field + " of the archive").isPositive();
        return kb;
    }

    @Test
    void aRegistryByItselfRunsWithTheSerialCollector() throws IOException {
        assertThat(collector("registry", "")).isEqualTo("Serial");
        assertThat(collector("registry", "-XX:+UseParallelGC")).isEqualTo("Parallel");
        assertThat(collector("broker,registry", "")).isEqualTo("G1");
    }

    /** Of a start that a misspelt key ends. */
    private String collector(String roles, String options) throws IOException {
        Path log = folder.resolve("collector.log");
        try (ChildJvm refused = start(
                Map.of("MILLRACE_OPTS", "-Xlog:gc:file=" + log + " " + options),
                "--roles",
                roles,
                "--set",
                "no.such.key=1")) {
            assertThat(refused.awaitExit(START_TIMEOUT)).isNotZero();
        }
        Matcher line = Pattern.compile("Using (\\w+)").matcher(Files.readString(log));
        assertThat(line.find()).as("a line that tells the collector").isTrue();
        return line.group(1);
    }

    private ChildJvm start(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("start", "--data", folder.resolve("data").toString()));
        all.addAll(List.of(arguments));
        return ChildJvm.startScript(Distribution.home().resolve("bin").resolve("millrace"), environment, all);
    }

    /** Writing it takes many times as long as telling what is wrong. */
    @Test
    void whoIsToldWhatIsWrongWaitsForNoArchive() throws IOException {
        Path script = copiedScript();
        for (String wrong : List.of("--roels registry", "--roles registri", "--set data.dri=x")) {
            try (ChildJvm refused = ChildJvm.startScript(script, Map.of(), List.of(("start " + wrong).split(" ")))) {
                assertThat(refused.awaitExit(START_TIMEOUT)).isNotZero();
                assertThat(refused.output())
                        .containsPattern("--roels|registri|data.dri")
                        .doesNotContain("archive");
            }
        }
        try (ChildJvm help = ChildJvm.startScript(script, Map.of(), List.of("start", "--help"))) {
            assertThat(help.awaitExit(START_TIMEOUT)).isZero();
            assertThat(help.output()).contains("--roles").doesNotContain("archive");
        }
    }

    /** Servers of nobody would run for minutes. */
    @Test
    void aRehearsalEndsWithTheStartThatWantsIt() throws Exception {
        Path script = copiedScript();
        Path archives = folder.resolve("archive");
        try (ChildJvm start = ChildJvm.startScript(script, Map.of(), List.of("start", "--data", folder + "/data"))) {
            start.awaitOutput("writing an archive", START_TIMEOUT);
            Patience.await(start::output, () -> rehearsal(start).isPresent());
            ProcessHandle rehearsal = rehearsal(start).orElseThrow();
            start.terminate();
            start.awaitExit(START_TIMEOUT);
            rehearsal.onExit().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(archives.resolve("output.log")).content().contains("the start that wanted this rehearsal has ended");
        assertThat(archives).as("nobody would take it").isDirectoryNotContaining("glob:**.jsa*");
    }

    private static Optional<ProcessHandle> rehearsal(ChildJvm start) {
        return ProcessHandle.of(start.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .filter(each -> each.info().commandLine().orElse("").contains(" rehearse"))
                .findFirst();
    }

    /** Of a distribution without an archive. */
    private Path copiedScript() throws IOException {
        Files.createSymbolicLink(folder.resolve("lib"), Distribution.home().resolve("lib"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        return Files.copy(
                Distribution.home().resolve("bin/millrace"),
                bin.resolve("millrace"),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** JFR looks at every class that is loaded, as agents do: the JVM must find the bytes of what it maps. */
    @Test
    void serversAnswerWhileTheFlightRecorderRuns() {
        Path recording = folder.resolve("start.jfr");
        try (ChildJvm hub = start(
                Map.of(
                        "MILLRACE_OPTS",
                        "-Xlog:class+load:file=" + folder.resolve("classes.log")
                                + " -XX:ErrorFile=" + folder.resolve("crash.log")
                                + " -XX:StartFlightRecording=filename=" + recording),
                "--set",
                "broker.listeners=PLAINTEXT://127.0.0.1:0",
                "--set",
                "registry.listeners=http://127.0.0.1:0",
                "--set",
                "gateway.listeners=http://127.0.0.1:0",
                "--set",
                "connect.listeners=http://127.0.0.1:0")) {
            hub.awaitOutput("^started in ", START_TIMEOUT);
            assertThat(folder.resolve("classes.log"))
                    .content()
                    .as("classes come from the archive")
                    .contains("source: shared objects file (top)");
            assertThat(new HttpApi(address(hub, "registry"), "registry").get("/subjects"))
                    .isEmpty();
            assertThat(new HttpApi(address(hub, "connect"), "worker").get("/connectors"))
                    .isEmpty();
        }
    }

    private static String address(ChildJvm hub, String server) {
        Matcher line = hub.awaitOutput("^" + server + " +(http://\\S+)", START_TIMEOUT);
        return line.group(1);
    }
}
