package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.config.SecretResolver.Resolution;
import io.millrace.connect.plugins.secrets.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SecretPassTest {

    private static final Instance USER = Instance.of("c");
    private static final Map<String, String> CONFIG = Map.of("password", "${vault:a:word}");

    private final List<String> events = new ArrayList<>();
    /** Later than whatever is used now is due. */
    private long nowNanos = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    private String word = "first";
    private boolean hangs = true;
    private final SecretsInUse inUse = new SecretsInUse(this::resolve);
    private final SecretPass pass = new SecretPass(
            inUse,
            this::lookUp,
            new SecretAnnouncements(this::subscribe, Discretion.NONE, () -> nowNanos),
            0,
            Discretion.NONE,
            () -> nowNanos);

    private Map<String, String> resolve(Map<String, String> written) {
        Map<String, String> resolved = new HashMap<>(written);
        resolved.replaceAll((key, value) -> word);
        return resolved;
    }

    private Resolution lookUp(Map<String, String> references) {
        events.add("look up");
        return new Resolution(resolve(references), 0);
    }

    private Optional<AutoCloseable> subscribe(Reference reference, Runnable changed) {
        events.add("subscribe");
        if (hangs) {
            nowNanos += TimeUnit.SECONDS.toNanos(30);
            throw new IllegalStateException("timed out");
        }
        return Optional.of(() -> {});
    }

    private void run() {
        pass.run(changed -> {
            assertThat(changed).isEqualTo(Set.of(USER));
            events.add("restart");
        });
    }

    @Test
    void aProviderThatHasFailedIsAskedAgainWhenAllElseIsDone() {
        // Given
        inUse.ofConnector(USER, CONFIG);
        run();
        assertThat(events).containsExactly("subscribe", "look up");

        // When
        events.clear();
        word = "second";
        nowNanos += TimeUnit.MILLISECONDS.toNanos(SecretAnnouncements.RETRY_FIRST_MS);
        run();

        // Then
        assertThat(events).containsExactly("look up", "restart", "subscribe");
    }

    @Test
    void aFirstSubscriptionComesBeforeTheLookUp() {
        // Given
        hangs = false;
        inUse.ofConnector(USER, CONFIG);

        // When
        run();

        // Then
        assertThat(events).containsExactly("subscribe", "look up");
    }
}
