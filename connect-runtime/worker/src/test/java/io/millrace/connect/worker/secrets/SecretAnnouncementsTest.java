package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.secrets.Reference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretAnnouncementsTest {

    private static final Reference ONE = new Reference("vault", "a", "word");
    private static final Reference OTHER = new Reference("vault", "b", "word");

    private final Map<Reference, Runnable> subscribed = new HashMap<>();
    private int asked;
    private final SecretAnnouncements announcements = new SecretAnnouncements(this::subscribe, Discretion.NONE);

    private Optional<AutoCloseable> subscribe(Reference reference, Runnable changed) {
        asked++;
        if (reference.provider().equals("broken")) {
            throw new NoSuchMethodError("subscribe");
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
        announcements.follow(Set.of(ONE, OTHER));
        announcements.follow(Set.of(ONE, OTHER));

        // Then
        assertThat(subscribed).containsOnlyKeys(ONE, OTHER);
        assertThat(asked).isEqualTo(2);

        // When one of them does not end well
        announcements.follow(Set.of());

        // Then
        assertThat(subscribed).isEmpty();
    }

    @Test
    void anAnnouncementIsTakenOnce() {
        // Given
        announcements.follow(Set.of(ONE, OTHER));
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
    void aProviderThatCannotIsAskedOnceAndKeepsNoOtherSilent() {
        // Given
        Reference broken = new Reference("broken", "", "word");
        Reference silent = new Reference("silent", "", "word");

        // When
        announcements.follow(Set.of(broken, ONE, silent));
        announcements.follow(Set.of(broken, ONE, silent));

        // Then
        assertThat(subscribed).containsOnlyKeys(ONE);
        assertThat(asked).isEqualTo(3);
    }
}
