package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private final AtomicInteger reads = new AtomicInteger();

    private RequestBody body(String text) {
        return new RequestBody(() -> {
            reads.incrementAndGet();
            return text;
        });
    }

    @Test
    void isReadOnceAndParsedOnce() {
        // Given
        RequestBody body = body("{\"a\":1}");
        assertThat(reads).as("nobody has asked").hasValue(0);

        // Then
        assertThat(body.json().path("a").asInt()).isEqualTo(1);
        assertThat(body.json()).isSameAs(body.json());
        assertThat(body.text()).isSameAs(body.text()).isEqualTo("{\"a\":1}");
        assertThat(reads).hasValue(1);
    }

    @Test
    void isAJsonObjectOrRefusedHoweverOftenItIsAskedFor() {
        for (String wrong : new String[] {"", "{", "[]", "7"}) {
            reads.set(0);
            RequestBody body = body(wrong);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(body::json).isInstanceOf(HttpProblemException.class);
            }
            assertThat(reads).hasValue(1);
        }
    }
}
