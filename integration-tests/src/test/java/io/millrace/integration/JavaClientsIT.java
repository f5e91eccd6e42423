package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.integration.clients.AnyVersionClient;
import io.millrace.testing.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kafka's Java clients from 0.11 to today, each with its own jars, which the build puts into {@code target/clients}. */
class JavaClientsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String CODECS_OF_0_11 = "none,gzip,snappy,lz4";
    private static final String CODECS = CODECS_OF_0_11 + ",zstd";

    @TempDir
    static Path folder;

    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(Map.of(
                "roles", "broker",
                "data.dir", folder.resolve("data").toString(),
                "listeners", "PLAINTEXT://127.0.0.1:0"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @ParameterizedTest(name = "kafka-clients {0}, group protocol {1}")
    @CsvSource({"0.11.0.3,", "2.1.1,", "2.8.2,", "3.9.1,", "4.3.1, classic", "4.3.1, consumer"})
    void writesTransactsAndReadsInAGroup(String version, String groupProtocol) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of(hub.address(Role.BROKER), version.startsWith("0.11") ? CODECS_OF_0_11 : CODECS));
        if (groupProtocol != null) {
            arguments.add("group.protocol=" + groupProtocol);
        }
        try (ChildJvm client = ChildJvm.startOn(
                classPath(version), List.of("-Xmx128m"), AnyVersionClient.class.getName(), arguments)) {
            int exitCode = client.awaitExit(TIMEOUT);
            assertThat(exitCode).as(client.output()).isZero();
            assertThat(client.output()).endsWith("done\n");
        }
    }

    /** This version's jars and the program, and nothing else of ours. */
    private static String classPath(String version) throws Exception {
        Path program = Path.of(AnyVersionClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var jars = Files.list(Path.of("target", "clients", version))) {
            return jars.map(jar -> jar.toAbsolutePath().toString())
                            .sorted()
                            .collect(Collectors.joining(File.pathSeparator))
                    + File.pathSeparator
                    + program;
        }
    }
}
