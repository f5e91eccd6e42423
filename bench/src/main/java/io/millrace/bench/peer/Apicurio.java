package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Apicurio Registry from Maven Central with its defaults, of which the storage is one: a database in its own memory, so
 * that it neither reads nor writes a disk. Its heap may grow as far as ours.
 *
 * @param home the folder that its archive was unpacked to
 */
record Apicurio(Path home) {

    private static final String JAR = "apicurio-registry-app-3.0.9-runner.jar";

    /** Of the interface that Confluent's registry made known. */
    static final String PATH = "/apis/ccompat/v7";

    /** Returns at once. */
    ServerProcess start(Path folder) throws IOException {
        Path jar = home.resolve(JAR);
        if (!Files.exists(jar)) {
            throw new IOException("Apicurio Registry is not there; bench/run fetches it: " + jar);
        }
        return ServerProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseG1GC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + ServerProcess.port(folder),
                        "-jar",
                        jar.toString()),
                folder);
    }
}
