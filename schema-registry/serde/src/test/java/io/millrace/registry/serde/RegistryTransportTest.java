package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of answers that no registry should give. */
class RegistryTransportTest {
    private TokenServer server;

    @BeforeEach
    void open() throws IOException {
        server = new TokenServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RegistryTransport transport(int timeoutMs) {
        return new RegistryTransport(RegistryClientConfig.of(Map.of(
                "schema.registry.url",
                server.url(),
                "max.retries",
                "0",
                "http.connect.timeout.ms",
                timeoutMs,
                "http.read.timeout.ms",
                timeoutMs)));
    }

    @Test
    void anAnswerThatDoesNotEndIsNotWaitedFor() {
        server.answer(200, "{}");
        server.stall();
        assertThatThrownBy(() -> transport(1_500).get("/schemas/ids/1"))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isRetriable())
                        .isTrue())
                .hasMessageContaining("not whole within 3000 ms");
    }

    @Test
    void anAnswerWithoutJsonIsNamed() {
        server.answer(200, "<html>");
        assertThatThrownBy(() -> transport(60_000).get("/schemas/ids/1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("answered 200 without JSON; is it a registry?");
    }
}
