package io.millrace.connect.rest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to offsets, on Apache Kafka; {@link SurfaceIT} does it on our own broker. */
class OffsetsOnApacheKafkaIT {
    @TempDir
    static Path folder;

    private static ConnectServer server;

    @BeforeAll
    static void start() {
        server = ConnectServer.start(TestingServers.properties(BrokerKind.APACHE_KAFKA.bootstrapServers(), "offsets"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"source-offsets.txt", "sink-offsets.txt", "offset-history.txt", "sink-seek.txt", "clone.txt"})
    void answersAsWritten(String file) throws Exception {
        new TranscriptPlayer(server, folder).play(file);
    }
}
