package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Apicurio Registry from Maven Central with its defaults. Its heap may grow as far as ours.
 *
 * @param home the folder that its archive was unpacked to
 */
record Apicurio(Path home) {

    private static final String JAR = "apicurio-registry-app-3.0.9-runner.jar";

    /** Of the interface that Confluent's registry made known. */
    static final String PATH = "/apis/ccompat/v7";

    /** With the storage that is its default, a database in its own memory: no disk is read or written. Returns at once. */
    ServerProcess start(Path folder) throws IOException {
        return start(folder, List.of());
    }

    /** With storage in topics of the broker (KafkaSQL), to which that database is a cache. Returns at once. */
    ServerProcess startOn(ServerProcess broker, Path folder) throws IOException {
        return start(
                folder,
                List.of(
                        "-Dapicurio.storage.kind=kafkasql",
                        "-Dapicurio.kafkasql.bootstrap.servers=" + broker.bootstrapServers()));
    }

    private ServerProcess start(Path folder, List<String> storage) throws IOException {
        Path jar = home.resolve(JAR);
        if (!Files.exists(jar)) {
            throw new IOException("Apicurio Registry is not there; bench/run fetches it: " + jar);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + ServerProcess.port(folder)));
        command.addAll(storage);
        command.addAll(List.of("-jar", jar.toString()));
        return ServerProcess.start(command, folder);
    }
}
