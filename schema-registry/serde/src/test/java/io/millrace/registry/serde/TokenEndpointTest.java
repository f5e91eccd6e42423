package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.TestingIssuer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is made of the answers of an issuer. */
class TokenEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestingIssuer issuer = new TestingIssuer();
    private TokenServer server;

    @BeforeEach
    void open() throws IOException {
        server = new TokenServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private TokenEndpoint endpoint(String path, Duration timeout) {
        return new TokenEndpoint(
                URI.create(server.url() + path),
                "id",
                "hunter2",
                "",
                new TokenClaims("scope", "sub"),
                Optional.empty(),
                timeout,
                timeout);
    }

    private IssuedToken ask() {
        return endpoint("", PATIENCE).ask();
    }

    private AbstractThrowableAssert<?, ?> assertRefused(boolean retriable) {
        return assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isRetriable())
                        .isEqualTo(retriable));
    }

    @Test
    void aTokenHoldsForAsLongAsTheIssuerSays() {
        String token = issuer.token("ann");
        server.issue(token, 77);
        assertThat(ask()).isEqualTo(new IssuedToken(token, Duration.ofSeconds(77)));
        server.issue(token, null);
        assertThat(ask().lifetime()).as("by the token").isBetween(Duration.ofSeconds(570), Duration.ofSeconds(600));
        server.issue("opaque", 77);
        assertThat(ask()).isEqualTo(new IssuedToken("opaque", Duration.ofSeconds(77)));
        server.issue("opaque", Integer.MAX_VALUE);
        assertThat(ask().lifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(server.asked().get(0).form()).as("without a scope").isEqualTo("grant_type=client_credentials");
    }

    @Test
    void aTokenThatWouldNotHelpIsRefused() {
        server.issue("opaque", null);
        assertRefused(false).hasMessageContaining("expires_in").hasMessageNotContaining("opaque");
        server.issue(issuer.tokenExpiring("ann", -5), null);
        assertRefused(true).hasMessageContaining("clocks");
        server.issue(issuer.token(""), 60);
        assertRefused(false).hasMessageContaining("claim sub").hasMessageContaining("bearer.auth.sub.claim.name");
        server.issue(issuer.token("ann", claims -> claims.setClaim("scope", 7)), 60);
        assertRefused(false).hasMessageContaining("claim scope").hasMessageContaining("bearer.auth.scope.claim.name");
        server.issue("two words", 60);
        assertRefused(false).hasMessageContaining("access_token").hasMessageNotContaining("two words");
        server.answer(200, "{}");
        assertRefused(false).hasMessageContaining("access_token");
    }

    @Test
    void scopesMayBeATextOrAList() {
        for (Object scope : new Object[] {"read write", java.util.List.of("read", "write")}) {
            server.issue(issuer.token("ann", claims -> claims.setClaim("scope", scope)), 60);
            assertThat(ask().lifetime()).isEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void anAnswerThatIsNoneIsNamedAndNotQuoted() {
        server.answer(200, "secret <html>");
        assertRefused(false).hasMessageContaining("without JSON").hasMessageNotContaining("secret");
        server.answer(404, "{\"error\":\"" + "x".repeat(1000) + "\"}");
        assertRefused(false)
                .hasMessageContaining("answered 404: xxx")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400))
                .satisfies(e -> assertThat(((RegistryException) e).status())
                        .as("404 would be taken for the registry's")
                        .isEqualTo(401));
        server.answer(500, "{}");
        assertRefused(true).hasMessageContaining("answered 500");
        server.answer(200, "{\"access_token\":\"" + "x".repeat(256 * 1024) + "\"}");
        assertRefused(true).hasMessageContaining("larger than 262144 bytes");
    }

    @Test
    void whatStandsBehindThePathIsNotShown() {
        server.answer(400, "{}");
        assertThatThrownBy(() -> endpoint("?code=secret", PATIENCE).ask())
                .hasMessageContaining(server.url() + " answered")
                .hasMessageNotContaining("secret");
        assertThat(endpoint("", Duration.ofSeconds(1))).asString().doesNotContain("hunter2");
    }

    @Test
    void anAnswerThatDoesNotEndIsNotWaitedFor() {
        server.issue("opaque", 60);
        server.stall();
        assertThatThrownBy(() -> endpoint("", Duration.ofSeconds(3)).ask())
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isRetriable())
                        .isTrue())
                .hasMessageContaining("not whole within 6000 ms");
    }

    @Test
    void anIssuerThatIsNotThereIsNamed() {
        server.close();
        assertRefused(true).hasMessageContaining(server.url() + " cannot be reached");
    }
}
