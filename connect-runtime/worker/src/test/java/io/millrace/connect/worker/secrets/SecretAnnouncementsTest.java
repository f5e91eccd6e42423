package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.secrets.Reference;
import io.millrace.testing.CapturedLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SecretAnnouncementsTest {

    private static final Reference ONE = new Reference("vault", "a", "word");
    private static final Reference OTHER = new Reference("vault", "b", "word");
    private static final Reference BROKEN = new Reference("broken", "", "word");

    private static final long NOW = Long.MAX_VALUE - 7;
    private static final long LATER = NOW + TimeUnit.DAYS.toNanos(1);

    private final Map<Reference, Runnable> subscribed = new HashMap<>();
    private int asked;
    private String failure = "broken";
    private final SecretAnnouncements announcements = new SecretAnnouncements(this::subscribe, Discretion.NONE);

    private Optional<AutoCloseable> subscribe(Reference reference, Runnable changed) {
        asked++;
        if (reference.provider().equals("broken") && failure != null) {
            throw new NoSuchMethodError(failure);
        }
        if (reference.provider().equals("silent")) {
            return Optional.empty();
        }
        subscribed.put(reference, changed);
        return Optional.of(() -> {
            subscribed.remove(reference);
            if (reference.equals(OTHER)) {
                throw new IllegalStateException("does not end");
            }
        });
    }

    @Test
    void whatIsInUseIsSubscribedToOnceAndNoLonger() {
        // When
        announcements.follow(Set.of(ONE, OTHER), NOW);
        announcements.follow(Set.of(ONE, OTHER), NOW);

        // Then
        assertThat(subscribed).containsOnlyKeys(ONE, OTHER);
        assertThat(asked).isEqualTo(2);

        // When one of them does not end well
        announcements.follow(Set.of(), NOW);

        // Then
        assertThat(subscribed).isEmpty();
    }

    @Test
    void anAnnouncementIsTakenOnce() {
        // Given
        announcements.follow(Set.of(ONE, OTHER), NOW);
        assertThat(announcements.take()).isEmpty();

        // When
        subscribed.get(OTHER).run();
        subscribed.get(OTHER).run();

        // Then
        assertThat(announcements.take()).containsExactly(OTHER);
        assertThat(announcements.take()).isEmpty();

        // When
        subscribed.get(OTHER).run();

        // Then
        assertThat(announcements.take()).containsExactly(OTHER);
    }

    @Test
    void aProviderThatNeverAnnouncesIsAskedOnceAndKeepsNoOtherSilent() {
        // Given
        Reference silent = new Reference("silent", "", "word");

        // When
        announcements.follow(Set.of(BROKEN, ONE, silent), NOW);
        announcements.follow(Set.of(BROKEN, ONE, silent), NOW);
        announcements.follow(Set.of(ONE, silent), NOW + TimeUnit.DAYS.toNanos(1));

        // Then
        assertThat(subscribed).containsOnlyKeys(ONE);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aProviderThatFailsIsAskedAgainAfterPausesThatGrowToABound() {
        // Given
        failure = "subscribe";
        announcements.follow(Set.of(BROKEN), NOW);
        long nowNanos = NOW;

        for (long pauseMs = SecretAnnouncements.RETRY_FIRST_MS; nowNanos - NOW < TimeUnit.HOURS.toNanos(3); ) {
            int before = asked;

            // When it is a moment too early
            announcements.follow(Set.of(BROKEN), nowNanos + TimeUnit.MILLISECONDS.toNanos(pauseMs) - 1);

            // Then
            assertThat(asked).isEqualTo(before);

            // When
            nowNanos += TimeUnit.MILLISECONDS.toNanos(pauseMs);
            announcements.follow(Set.of(BROKEN), nowNanos);

            // Then
            assertThat(asked).isEqualTo(before + 1);
            pauseMs = Math.min(2 * pauseMs, SecretAnnouncements.RETRY_MAX_MS);
        }
    }

    @Test
    void whatIsSubscribedToAfterAFailureIsLookedAtAtOnce() {
        // Given
        failure = "not reached";
        announcements.follow(Set.of(BROKEN, ONE), NOW);
        assertThat(announcements.take()).isEmpty();

        // When
        failure = null;
        announcements.follow(Set.of(BROKEN, ONE), LATER);

        // Then
        assertThat(announcements.take()).containsExactly(BROKEN);
        subscribed.get(BROKEN).run();
        assertThat(announcements.take()).containsExactly(BROKEN);
        announcements.follow(Set.of(BROKEN, ONE), LATER + TimeUnit.DAYS.toNanos(1));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatIsNotInUseAnyMoreIsNotAskedForAgain() {
        // Given
        failure = "not reached";
        announcements.follow(Set.of(BROKEN), NOW);

        // When
        announcements.follow(Set.of(), LATER);
        assertThat(asked).isEqualTo(1);
        announcements.follow(Set.of(BROKEN), LATER);

        // Then it begins anew
        assertThat(asked).isEqualTo(2);
        announcements.follow(Set.of(BROKEN), LATER + TimeUnit.MILLISECONDS.toNanos(SecretAnnouncements.RETRY_FIRST_MS));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aReasonIsLoggedOnce() {
        try (CapturedLog log = CapturedLog.start()) {
            // When it is the same for all and again
            failure = "not reached";
            Reference sister = new Reference("broken", "sister", "word");
            announcements.follow(Set.of(BROKEN, sister), NOW);
            announcements.follow(Set.of(BROKEN, sister), LATER);

            // Then
            assertThat(complaints(log)).singleElement().asString().contains("not reached", "provider=broken");

            // When it is another
            failure = "refused";
            announcements.follow(Set.of(BROKEN), LATER + TimeUnit.DAYS.toNanos(1));

            // Then
            assertThat(complaints(log)).hasSize(2);
            assertThat(complaints(log).get(1)).contains("refused");
        }
    }

    private static List<String> complaints(CapturedLog log) {
        return log.lines().stream()
                .filter(line -> line.contains("does not announce changes"))
                .toList();
    }
}
