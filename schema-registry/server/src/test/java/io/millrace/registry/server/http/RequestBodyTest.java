package io.millrace.registry.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpData;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static RequestBody body(String text) {
        return new RequestBody(HttpData.ofUtf8(text));
    }

    @Test
    void isReadOnceAndParsedOnce() {
        RequestBody body = body("{\"a\":1}");

        assertThat(body.json().path("a").asInt()).isEqualTo(1);
        assertThat(body.json()).isSameAs(body.json());
        assertThat(body.text()).isSameAs(body.text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void isAJsonObjectOrRefusedHoweverOftenItIsAskedFor() {
        for (String wrong : new String[] {"", "{", "[]", "7"}) {
            RequestBody body = body(wrong);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(body::json).isInstanceOf(HttpProblemException.class);
            }
        }
    }

    @Test
    void isRefusedIfItIsNotUtf8() {
        for (Charset wrong : List.of(ISO_8859_1, UTF_16BE, UTF_16LE)) {
            RequestBody body = new RequestBody(HttpData.wrap("{\"a\":\"\u00e9\"}".getBytes(wrong)));

            assertThatThrownBy(body::json)
                    .isInstanceOf(HttpProblemException.class)
                    .hasMessage("The body is not valid JSON");
        }
    }
}
