package io.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrangePagesTest {
    private static final StrangePages LOCAL = new StrangePages("10.0.0.1", "Hub.example", false);
    private static final StrangePages ANY_NAME = new StrangePages("10.0.0.1", "Hub.example", true);

    private static RequestHeaders asking(String authority) {
        return RequestHeaders.of(HttpMethod.GET, "/", HttpHeaderNames.AUTHORITY, authority);
    }

    private static RequestHeaders of(String origin) {
        return asking("localhost:81").toBuilder()
                .add(HttpHeaderNames.ORIGIN, origin)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:80", "127.0.0.1:8081", "[::1]", "[::1]:9", "hub.example:1", "10.0.0.1:"})
    void ownNamesAreServedOnAnyPort(String authority) {
        assertThat(LOCAL.speakThrough(asking(authority))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "localhost:80:80",
                "localhost:a",
                "80"
            })
    void otherNamesAreNot(String authority) {
        assertThat(LOCAL.speakThrough(asking(authority))).isTrue();
        assertThat(ANY_NAME.speakThrough(asking(authority))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost.evil.example:81", "null", "%"})
    void pagesOfOthersAreNot(String origin) {
        assertThat(LOCAL.speakThrough(of(origin))).isTrue();
        assertThat(ANY_NAME.speakThrough(of(origin))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:81", "http://LOCALHOST:81"})
    void ownPagesAre(String origin) {
        assertThat(LOCAL.speakThrough(of(origin))).isFalse();
        assertThat(ANY_NAME.speakThrough(of(origin))).isFalse();
    }
}
