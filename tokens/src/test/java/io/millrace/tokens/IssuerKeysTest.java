package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.CapturedLog;
import io.millrace.testing.TestingAuthority;
import io.millrace.testing.TestingIssuer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the keys of tokens come from, and what happens when they cannot be had. */
class IssuerKeysTest {
    private static final IssuerKeys.Refresh OFTEN = new IssuerKeys.Refresh(1_000, 10, 100);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(120).toNanos();

    @TempDir
    Path folder;

    private final TestingIssuer issuer = new TestingIssuer();
    private TestingAuthority authority;

    @BeforeEach
    void makeKeys() throws Exception {
        authority = new TestingAuthority(folder);
    }

    private static TokenCheck check(IssuerKeys keys) {
        return new TokenCheck(
                new TokenRules(List.of(TestingIssuer.AUDIENCE), TestingIssuer.NAME, "sub", 0), keys.resolver());
    }

    private IssuerKeys fetched(TestingIssuer.Served served) throws Exception {
        return IssuerKeys.open(
                URI.create(served.url()),
                OFTEN,
                Optional.of(authority.client(null).getSocketFactory()));
    }

    private static boolean accepts(TokenCheck check, String token) {
        try {
            return check.principal(token).equals("carol");
        } catch (RefusedTokenException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(PATIENCE_NANOS);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void aFileIsReadAgainWhenItChanges() throws Exception {
        // Given
        Path file = issuer.publish(folder.resolve("keys.json"));
        String old = issuer.token("carol");
        try (IssuerKeys keys = IssuerKeys.open(file.toUri(), OFTEN, Optional.empty())) {
            TokenCheck check = check(keys);
            assertThat(accepts(check, old)).isTrue();

            // When
            issuer.renewKey("k2");
            issuer.publish(file);

            // Then
            String next = issuer.token("carol");
            await("the new key", () -> accepts(check, next));
            assertThat(accepts(check, old)).as("the key is gone").isFalse();

            // When
            try (CapturedLog log = CapturedLog.start()) {
                Files.writeString(file, "{\"keys\":[");
                await("a look at the broken file", () -> {
                    // Then
                    assertThat(accepts(check, next))
                            .as("the keys of before stay")
                            .isTrue();
                    return log.lines().stream().anyMatch(line -> line.contains("those of before stay"));
                });
            }
        }
    }

    @Test
    void anAddressIsAskedAgain() throws Exception {
        // Given
        String old = issuer.token("carol");
        try (TestingIssuer.Served served = issuer.serve(authority.client("CN=issuer"));
                IssuerKeys keys = fetched(served)) {
            TokenCheck check = check(keys);
            assertThat(accepts(check, old)).isTrue();

            // When
            served.answer(503);
            int asked = served.asked();
            await("further questions", () -> served.asked() > asked + 1);

            // Then
            assertThat(accepts(check, old)).as("the keys of before stay").isTrue();
            issuer.renewKey("k2");
            String next = issuer.token("carol");
            assertThat(accepts(check, next))
                    .as("nobody has said that it is his")
                    .isFalse();

            // When
            served.publish();
            served.answer(200);

            // Then
            await("the new key", () -> accepts(check, next));
            await("the old key is gone", () -> !accepts(check, old));
        }
    }

    @Test
    void withoutKeysThereIsNoDoor() throws Exception {
        for (String text : List.of("", "{", "{\"keys\":[]}", "[]", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
            Path file = Files.writeString(folder.resolve("broken.json"), text);
            refused(file.toUri(), "holds no usable keys");
        }
        refused(folder.resolve("none.json").toUri(), "it is not there");
        refused(URI.create("http://localhost:1/keys"), "https://");
        refused(URI.create("keys.json"), "https://");
        try (TestingIssuer.Served served = issuer.serve(authority.client("CN=issuer"))) {
            assertThatThrownBy(() -> IssuerKeys.open(URI.create(served.url()), OFTEN, Optional.empty()))
                    .as("a server that nobody vouches for")
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("holds no usable keys");
            served.answer(500);
            assertThatThrownBy(() -> fetched(served)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void refused(URI location, String reason) {
        assertThatThrownBy(() -> IssuerKeys.open(location, OFTEN, Optional.empty()))
                .as(location.toString())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
