package io.millrace.connect.rest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.SessionKeys;
import io.millrace.http.access.Letter;
import io.millrace.http.access.Letters;
import io.millrace.http.access.Letters.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkerLettersTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final WorkerLetters letters = new WorkerLetters(keys(KEY));

    @Test
    void aLetterIsBelievedForItsOwnRequestOnly() {
        // When
        String header = letters.write(Caller.ANYBODY, "PUT", "/connectors/a/config?forward=true", BODY)
                .join()
                .get(WorkerLetters.HEADER);

        // Then
        Letters.Read read = letters.read(header, "PUT", "/connectors/a/config?forward=true");
        assertThat(read.verdict()).isEqualTo(Verdict.GENUINE);
        assertThat(read.caller()).isEqualTo(Caller.ANYBODY.name());
        assertThat(read.isAbout().test(BODY)).isTrue();
        assertThat(read.isAbout().test(new byte[0])).isFalse();
        assertThat(letters.read(header, "DELETE", "/connectors/a/config?forward=true")
                        .verdict())
                .isEqualTo(Verdict.STRANGE);
        assertThat(letters.read(header, "PUT", "/connectors/b/config?forward=true")
                        .verdict())
                .isEqualTo(Verdict.STRANGE);
        assertThat(new WorkerLetters(keys("another key".getBytes(StandardCharsets.UTF_8)))
                        .read(header, "PUT", "/connectors/a/config?forward=true")
                        .verdict())
                .isEqualTo(Verdict.STRANGE);
    }

    @Test
    void aLetterThatSaysAnotherNameOrTimeIsNotBelieved() {
        // Given
        Letter genuine = Letter.signed("w", KEY, "ann", System.currentTimeMillis(), "GET", "/", new byte[0]);
        Letter renamed = new Letter("w", "bob", genuine.timeMs(), genuine.bodyDigest(), genuine.signature());
        Letter old = Letter.signed("w", KEY, "ann", System.currentTimeMillis() - 3_600_000, "GET", "/", new byte[0]);

        // Then
        assertThat(letters.read(genuine.header(), "GET", "/").verdict()).isEqualTo(Verdict.GENUINE);
        assertThat(letters.read(renamed.header(), "GET", "/").verdict()).isEqualTo(Verdict.STRANGE);
        assertThat(letters.read(old.header(), "GET", "/").verdict()).isEqualTo(Verdict.FALSE);
        for (String noise : List.of("", ".", "....", "a.b.c.d.e", "%.%.1.%.%", "x".repeat(100_000))) {
            assertThat(letters.read(noise, "GET", "/").verdict()).isEqualTo(Verdict.FALSE);
        }
    }

    private static SessionKeys keys(byte[] secret) {
        return new SessionKeys() {
            @Override
            public CompletableFuture<SessionKey> own() {
                return CompletableFuture.completedFuture(new SessionKey("w", secret));
            }

            @Override
            public List<SessionKey> of(String workerId) {
                return workerId.equals("w") ? List.of(new SessionKey("w", secret)) : List.of();
            }
        };
    }
}
