package io.millrace.connect.rest;

import io.millrace.testing.TestingKafka;
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

    private static TestingKafka kafka;
    private static ConnectServer server;

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
        server = ConnectServer.start(TestingServers.properties(kafka.bootstrapServers(), "offsets"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"source-offsets.txt", "sink-offsets.txt", "offset-history.txt", "sink-seek.txt", "clone.txt"})
    void answersAsWritten(String file) throws Exception {
        new TranscriptPlayer(server, folder).play(file);
    }
}
