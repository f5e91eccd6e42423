package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    private static final String V1 = "application/vnd.schemaregistry.v1+json";

    private static RequestHeaders headers(CharSequence name, String value) {
        return RequestHeaders.of(HttpMethod.POST, "/", name, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|" + V1,
                "*|" + V1,
                "application/*|" + V1,
                "application/json|application/json",
                "application/json; charset=utf-8|application/json",
                "application/vnd.schemaregistry+json|application/vnd.schemaregistry+json",
                "application/json, application/vnd.schemaregistry+json|application/vnd.schemaregistry+json",
                "application/json, " + V1 + "|" + V1,
                "application/json, " + V1 + ";q=0.4|application/json",
                "application/json, text/plain, */*|" + V1,
                "application/json, text/plain, */*;q=0.1|application/json",
                V1 + "; q=0.9, application/json; q=0.5|" + V1,
                V1 + ", application/vnd.schemaregistry+json, application/json|" + V1,
            })
    void answersInTheBestTypeThatTheClientTakes(String accept, String expected) {
        assertThat(MediaTypes.responseType(headers(HttpHeaderNames.ACCEPT, accept)))
                .hasToString(expected);
    }

    @Test
    void answersInTheRegistrysTypeWhereNobodySays() {
        assertThat(MediaTypes.responseType(RequestHeaders.of(HttpMethod.GET, "/")))
                .hasToString(V1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"text/html|406", "application/json;q=0|406", "text/plain, image/*|406", "nonsense|400"})
    void refusesWhatItCannotAnswer(String accept, int status) {
        assertThatThrownBy(() -> MediaTypes.responseType(headers(HttpHeaderNames.ACCEPT, accept)))
                .isInstanceOf(HttpProblemException.class)
                .satisfies(e -> assertThat(((HttpProblemException) e).status()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                V1,
                V1 + "; charset=utf-8",
                "application/vnd.schemaregistry+json",
                "application/json",
                "application/json;charset=UTF-8",
                "application/octet-stream"
            })
    void readsBodiesOfJson(String type) {
        assertThatCode(() -> MediaTypes.requireReadable(headers(HttpHeaderNames.CONTENT_TYPE, type), 2))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense", "application/*"
            })
    void refusesOtherBodies(String type) {
        RequestHeaders headers = headers(HttpHeaderNames.CONTENT_TYPE, type);
        assertThatThrownBy(() -> MediaTypes.requireReadable(headers, 2))
                .isInstanceOf(HttpProblemException.class)
                .satisfies(e -> assertThat(((HttpProblemException) e).status()).isEqualTo(415));
        assertThatCode(() -> MediaTypes.requireReadable(headers, 0))
                .as("there is no body")
                .doesNotThrowAnyException();
    }
}
