package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method and path of the REST surface on a real worker, as transcripts of requests and answers. */
class SurfaceIT {
    @TempDir
    static Path folder;

    private static ConnectServer server;

    @BeforeAll
    static void start() {
        server = ConnectServer.start(TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "surface"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void deleteWhatAFailureLeft() throws Exception {
        RestClient client = new RestClient(server.url());
        for (JsonNode name : client.get("/connectors").json()) {
            client.delete("/connectors/"
                    + URLEncoder.encode(name.asText(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.txt",
                "create.txt",
                "config.txt",
                "list-and-status.txt",
                "lifecycle.txt",
                "initial-state.txt",
                "source-offsets.txt",
                "sink-offsets.txt",
                "offset-history.txt",
                "sink-seek.txt",
                "clone.txt",
                "topics.txt",
                "names.txt",
                "plugins.txt",
                "validate.txt",
                "loggers.txt",
                "http.txt"
            })
    void answersAsWritten(String file) throws Exception {
        new TranscriptPlayer(server, folder).play(file);
    }
}
