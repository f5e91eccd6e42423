package io.millrace.registry.server.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DestinationExceptionTest {
    private static boolean isNotFound(int status, int code) {
        return new DestinationException("an answer", status, code, null).isNotFound();
    }

    @Test
    void onlyARegistryCanSayThatSomethingIsNotThere() {
        assertThat(isNotFound(404, 40401)).isTrue();
        assertThat(isNotFound(404, 40408)).isTrue();
        assertThat(isNotFound(404, 0)).as("of a proxy").isFalse();
        assertThat(isNotFound(404, 404)).as("of a path").isFalse();
        assertThat(isNotFound(422, 42202)).isFalse();
    }
}
