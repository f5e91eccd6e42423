package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeMessagesTest {
    private static final String VERSIONS = "/subjects/a/versions";

    private static ExchangeType typeOf(RequestHeaders headers) {
        return WholeMessages.typeOf(
                ServiceRequestContext.of(HttpRequest.streaming(headers)).routingContext());
    }

    private static ExchangeType ofBody(long length) {
        return typeOf(RequestHeaders.of(HttpMethod.POST, VERSIONS, HttpHeaderNames.CONTENT_LENGTH, length));
    }

    @Test
    void gathersOnlyBodiesThatAreSmallAndSaySo() {
        assertThat(ofBody(0)).isEqualTo(ExchangeType.UNARY);
        assertThat(ofBody(WholeMessages.BODY_MAX)).isEqualTo(ExchangeType.UNARY);
        assertThat(ofBody(WholeMessages.BODY_MAX + 1)).isEqualTo(ExchangeType.REQUEST_STREAMING);
        assertThat(typeOf(RequestHeaders.of(HttpMethod.POST, VERSIONS))).isEqualTo(ExchangeType.REQUEST_STREAMING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/schemas:export",
                "/schemas:export/",
                "//schemas:export",
                "/schemas%3Aexport",
                "/%73chemas:export",
                "/contexts/c/schemas:export",
                "/schemas:export?subjectPrefix=a"
            })
    void neverGathersAnExport(String path) {
        assertThat(typeOf(RequestHeaders.of(HttpMethod.GET, path)).isResponseStreaming())
                .isTrue();
        assertThat(typeOf(RequestHeaders.of(HttpMethod.GET, path, HttpHeaderNames.CONTENT_LENGTH, 0))
                        .isResponseStreaming())
                .isTrue();
    }
}
