package io.millrace.broker.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientSoftwareTest {

    @Test
    void keepsTheBeginningOfWhatItIsTold() {
        // Given
        var software = new ClientSoftware();

        // When
        software.tell("n".repeat(32_000), "1.0");

        // Then
        assertThat(software.name()).isEqualTo("n".repeat(ClientSoftware.MAX_CHARS));
        assertThat(software.version()).isEqualTo("1.0");
    }
}
