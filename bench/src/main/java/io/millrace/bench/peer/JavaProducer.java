package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Kafka's own producer in a process of its own, so that what it costs can be told from the load of others. */
public final class JavaProducer {

    private JavaProducer() {}

    /** Starts one that writes this value, which is text, to the topic until it is closed; its heap may grow as ours. */
    public static ServerProcess start(Path folder, ServerProcess broker, String topic, byte[] value)
            throws IOException {
        return ServerProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseG1GC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessProducer.class.getName(),
                        broker.bootstrapServers(),
                        topic,
                        new String(value, StandardCharsets.UTF_8)),
                folder);
    }
}
