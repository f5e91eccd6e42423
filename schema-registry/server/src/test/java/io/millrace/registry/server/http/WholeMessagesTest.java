package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeMessagesTest {
    private static final String VERSIONS = "/subjects/a/versions";

    private static ExchangeType typeOf(SessionProtocol protocol, RequestHeaders headers) {
        return WholeMessages.typeOf(ServiceRequestContext.builder(HttpRequest.streaming(headers))
                .sessionProtocol(protocol)
                .build()
                .routingContext());
    }

    private static ExchangeType typeOf(RequestHeaders headers) {
        return typeOf(SessionProtocol.H1C, headers);
    }

    private static RequestHeaders ofBody(long length) {
        return RequestHeaders.of(HttpMethod.POST, VERSIONS, HttpHeaderNames.CONTENT_LENGTH, length);
    }

    @Test
    void gathersOnlyBodiesThatAreSmallAndSaySo() {
        assertThat(typeOf(ofBody(0))).isEqualTo(ExchangeType.UNARY);
        assertThat(typeOf(ofBody(WholeMessages.BODY_MAX))).isEqualTo(ExchangeType.UNARY);
        assertThat(typeOf(ofBody(WholeMessages.BODY_MAX + 1))).isEqualTo(ExchangeType.REQUEST_STREAMING);
        assertThat(typeOf(RequestHeaders.of(HttpMethod.POST, VERSIONS))).isEqualTo(ExchangeType.REQUEST_STREAMING);
    }

    @Test
    void gathersNoBodiesThatComeBesideOthers() {
        assertThat(typeOf(SessionProtocol.H2C, ofBody(0))).isEqualTo(ExchangeType.UNARY);
        assertThat(typeOf(SessionProtocol.H2C, ofBody(1))).isEqualTo(ExchangeType.REQUEST_STREAMING);
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
