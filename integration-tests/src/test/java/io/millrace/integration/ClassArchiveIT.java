package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.client.HttpApi;
import io.millrace.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code bin/millrace start} writes and maps. */
class ClassArchiveIT {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    /** JFR looks at every class that is loaded, as agents do: the JVM must find the bytes of what it maps. */
    @Test
    void serversAnswerWhileTheFlightRecorderRuns() {
        Path recording = folder.resolve("start.jfr");
        try (ChildJvm hub = ChildJvm.startScript(
                Distribution.home().resolve("bin").resolve("millrace"),
                Map.of(
                        "MILLRACE_OPTS",
                        "-Xlog:class+load:file=" + folder.resolve("classes.log")
                                + " -XX:ErrorFile=" + folder.resolve("crash.log")
                                + " -XX:StartFlightRecording=filename=" + recording),
                List.of(
                        "start",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "broker.listeners=PLAINTEXT://127.0.0.1:0",
                        "--set",
                        "registry.listeners=http://127.0.0.1:0",
                        "--set",
                        "gateway.listeners=http://127.0.0.1:0",
                        "--set",
                        "connect.listeners=http://127.0.0.1:0"))) {
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
