package io.millrace.connectors.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnavailableTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final byte[] BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);

    private final Unavailable unavailable = new Unavailable(PLACEHOLDER);

    @Test
    void knowsThePlaceholderInEveryForm() {
        // Given
        List<Object> numbers = new ArrayList<>();
        List<Object> longNumbers = new ArrayList<>();
        for (byte code : BYTES) {
            numbers.add((int) code);
            longNumbers.add((long) code);
        }

        // Then
        assertThat(unavailable.is(PLACEHOLDER)).isTrue();
        assertThat(unavailable.is(BYTES)).isTrue();
        assertThat(unavailable.is(ByteBuffer.wrap(BYTES))).isTrue();
        assertThat(unavailable.is(Base64.getEncoder().encodeToString(BYTES))).isTrue();
        assertThat(unavailable.is(List.of(PLACEHOLDER))).isTrue();
        assertThat(unavailable.is(List.of(ByteBuffer.wrap(BYTES)))).isTrue();
        assertThat(unavailable.is(List.of(UUID.nameUUIDFromBytes(BYTES).toString())))
                .isTrue();
        assertThat(unavailable.is(numbers)).isTrue();
        assertThat(unavailable.is(longNumbers)).isTrue();
        assertThat(unavailable.is(Map.of(PLACEHOLDER, PLACEHOLDER))).isTrue();
    }

    @Test
    void takesNothingElseForIt() {
        assertThat(unavailable.is(null)).isFalse();
        assertThat(unavailable.is("")).isFalse();
        assertThat(unavailable.is(PLACEHOLDER + "x")).isFalse();
        assertThat(unavailable.is(1)).isFalse();
        assertThat(unavailable.is(new byte[0])).isFalse();
        assertThat(unavailable.is(List.of())).isFalse();
        assertThat(unavailable.is(List.of(PLACEHOLDER, PLACEHOLDER))).isFalse();
        assertThat(unavailable.is(Map.of())).isFalse();
    }
}
