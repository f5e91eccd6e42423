package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.secrets.Reference;
import io.millrace.testing.CapturedLog;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private long nowNanos;
    private long callMs;
    private final SecretAnnouncements announcements =
            new SecretAnnouncements(this::subscribe, Discretion.NONE, () -> nowNanos);

    private void follow(Set<Reference> inUse, long nanos) {
        nowNanos = nanos;
        announcements.follow(inUse);
        announcements.followLate(inUse);
    }

    private Optional<AutoCloseable> subscribe(Reference reference, Runnable changed) {
        asked++;
        nowNanos += TimeUnit.MILLISECONDS.toNanos(callMs);
        if (reference.provider().equals("broken") && failure != null) {
            throw new NoSuchMethodError(failure);
        }
        if (reference.path().startsWith("bad")) {
            throw new IllegalArgumentException("no path " + reference.path());
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
        follow(Set.of(ONE, OTHER), NOW);
        follow(Set.of(ONE, OTHER), NOW);

        // Then
        assertThat(subscribed).containsOnlyKeys(ONE, OTHER);
        assertThat(asked).isEqualTo(2);

        // When one of them does not end well
        follow(Set.of(), NOW);

        // Then
        assertThat(subscribed).isEmpty();
    }

    @Test
    void anAnnouncementIsTakenOnce() {
        // Given
        follow(Set.of(ONE, OTHER), NOW);
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
        follow(Set.of(BROKEN, ONE, silent), NOW);
        follow(Set.of(BROKEN, ONE, silent), NOW);
        follow(Set.of(ONE, silent), NOW + TimeUnit.DAYS.toNanos(1));

        // Then
        assertThat(subscribed).containsOnlyKeys(ONE);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aProviderThatFailsIsAskedAgainAfterPausesThatGrowToABound() {
        // Given
        failure = "subscribe";
        follow(Set.of(BROKEN), NOW);
        long nanos = NOW;

        for (long pauseMs = SecretAnnouncements.RETRY_FIRST_MS; nanos - NOW < TimeUnit.HOURS.toNanos(3); ) {
            int before = asked;

            // When it is a moment too early
            follow(Set.of(BROKEN), nanos + TimeUnit.MILLISECONDS.toNanos(pauseMs) - 1);

            // Then
            assertThat(asked).isEqualTo(before);

            // When
            nanos += TimeUnit.MILLISECONDS.toNanos(pauseMs);
            follow(Set.of(BROKEN), nanos);

            // Then
            assertThat(asked).isEqualTo(before + 1);
            pauseMs = Math.min(2 * pauseMs, SecretAnnouncements.RETRY_MAX_MS);
        }
    }

    @Test
    void aProviderThatHangsHoldsUpAPassOnceAndIsLeftAloneForAllOfThePause() {
        // Given calls that take longer than the pause after them
        failure = "timed out";
        callMs = 3 * SecretAnnouncements.RETRY_FIRST_MS;
        Set<Reference> many = IntStream.range(0, 100)
                .mapToObj(i -> new Reference("broken", "path" + i, "word"))
                .collect(Collectors.toSet());

        // When
        follow(many, NOW);

        // Then
        assertThat(asked).isEqualTo(1);

        // When it is time since the call began, not since it ended
        long endedNanos = nowNanos;
        follow(many, endedNanos + TimeUnit.MILLISECONDS.toNanos(SecretAnnouncements.RETRY_FIRST_MS) - 1);

        // Then
        assertThat(asked).isEqualTo(1);

        // When
        follow(many, endedNanos + TimeUnit.MILLISECONDS.toNanos(SecretAnnouncements.RETRY_FIRST_MS));

        // Then
        assertThat(asked).isEqualTo(2);
        follow(many, nowNanos + TimeUnit.MILLISECONDS.toNanos(2 * SecretAnnouncements.RETRY_FIRST_MS) - 1);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aReferenceThatAlwaysFailsKeepsNoOtherOfItsProviderWaiting() {
        // Given two that fail among others that do not
        Set<Reference> all = IntStream.range(0, 12)
                .mapToObj(i -> new Reference("picky", (i % 6 == 0 ? "bad" : "good") + i, "word"))
                .collect(Collectors.toCollection(LinkedHashSet::new));

        // When
        for (long pass = 0; pass < 3; pass++) {
            follow(all, NOW + pass * TimeUnit.MILLISECONDS.toNanos(SecretAnnouncements.RETRY_FIRST_MS));
        }

        // Then
        assertThat(subscribed.keySet())
                .hasSize(10)
                .allMatch(reference -> reference.path().startsWith("good"));
    }

    @Test
    void whatIsSubscribedToAfterAFailureIsLookedAtAtOnce() {
        // Given
        failure = "not reached";
        follow(Set.of(BROKEN, ONE), NOW);
        assertThat(announcements.take()).isEmpty();

        // When
        failure = null;
        follow(Set.of(BROKEN, ONE), LATER);

        // Then
        assertThat(announcements.take()).containsExactly(BROKEN);
        subscribed.get(BROKEN).run();
        assertThat(announcements.take()).containsExactly(BROKEN);
        follow(Set.of(BROKEN, ONE), LATER + TimeUnit.DAYS.toNanos(1));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatIsNotInUseAnyMoreIsNotAskedForAgain() {
        // Given
        failure = "not reached";
        follow(Set.of(BROKEN), NOW);

        // When
        follow(Set.of(), LATER);
        assertThat(asked).isEqualTo(1);
        follow(Set.of(BROKEN), LATER);

        // Then it begins anew
        assertThat(asked).isEqualTo(2);
        follow(Set.of(BROKEN), LATER + TimeUnit.MILLISECONDS.toNanos(SecretAnnouncements.RETRY_FIRST_MS));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aReasonIsLoggedOnce() {
        try (CapturedLog log = CapturedLog.start()) {
            // When it is the same for all and again
            failure = "not reached";
            Reference sister = new Reference("broken", "sister", "word");
            follow(Set.of(BROKEN, sister), NOW);
            follow(Set.of(BROKEN, sister), LATER);

            // Then
            assertThat(complaints(log)).singleElement().asString().contains("not reached", "provider=broken");

            // When it is another
            failure = "refused";
            follow(Set.of(BROKEN), LATER + TimeUnit.DAYS.toNanos(1));

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
