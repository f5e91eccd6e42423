package io.millrace.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import org.junit.jupiter.api.Test;

class JsonErrorsTest {
    private static final MediaType OTHER = MediaType.parse("application/vnd.other+json");

    private final JsonErrors errors =
            new JsonErrors(headers -> headers != null && headers.path().startsWith("/other") ? OTHER : MediaType.JSON);

    @Test
    void anErrorOfTheServersHasItsCodeAndItsNameInTheTypeOfThePath() {
        RequestHeaders headers = RequestHeaders.of(HttpMethod.GET, "/other");

        AggregatedHttpResponse answer =
                errors.renderStatus(null, null, headers, HttpStatus.REQUEST_ENTITY_TOO_LARGE, "described", null);

        assertThat(answer.status()).isEqualTo(HttpStatus.REQUEST_ENTITY_TOO_LARGE);
        assertThat(answer.contentType()).isEqualTo(OTHER);
        assertThat(answer.contentUtf8())
                .isEqualTo("{\"error_code\":413,\"message\":\"HTTP 413 Request Entity Too Large\"}");
    }

    @Test
    void aMessageIsQuoted() {
        assertThat(JsonErrors.body(400, "no \"such\" thing:\n\\"))
                .isEqualTo("{\"error_code\":400,\"message\":\"no \\\"such\\\" thing:\\n\\\\\"}");
    }

    @Test
    void whatIsNoHttpIsTheClientsMistake() {
        AggregatedHttpResponse unreadable =
                errors.onProtocolViolation(null, null, HttpStatus.INTERNAL_SERVER_ERROR, null, null);
        AggregatedHttpResponse tooLong =
                errors.onProtocolViolation(null, null, HttpStatus.REQUEST_URI_TOO_LONG, null, null);

        assertThat(unreadable.status()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(unreadable.contentType()).isEqualTo(MediaType.JSON);
        assertThat(unreadable.contentUtf8()).isEqualTo("{\"error_code\":400,\"message\":\"HTTP 400 Bad Request\"}");
        assertThat(tooLong.status()).isEqualTo(HttpStatus.REQUEST_URI_TOO_LONG);
    }
}
