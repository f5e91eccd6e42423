package io.millrace.integration.faults.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.integration.faults.registry.RegistrationHistory.Registration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker must see each kind of damage, or a clean verdict of it says nothing. */
class RegistrationHistoryTest {

    private static final StoredVersion FIRST = new StoredVersion("a", 1, 1, 11);
    private static final StoredVersion SECOND = new StoredVersion("a", 2, 2, 12);
    private static final StoredVersion ELSEWHERE = new StoredVersion("b", 1, 1, 11);

    private final RegistrationHistory history = new RegistrationHistory();

    @BeforeEach
    void tellClients() {
        history.acknowledged(FIRST);
        history.acknowledged(SECOND);
        history.acknowledged(SECOND);
        history.acknowledged(ELSEWHERE);
    }

    private RegistryVerdict verdict(StoredVersion... stored) {
        return history.verdict(List.of(stored));
    }

    @Test
    void isCleanWhenEverythingIsThereAsItWasTold() {
        assertThat(verdict(FIRST, SECOND, ELSEWHERE).isClean()).isTrue();
        assertThat(verdict(FIRST, SECOND, ELSEWHERE).acknowledged()).isEqualTo(3);
    }

    @Test
    void seesWhatIsLostOrAnotherVersion() {
        assertThat(verdict(FIRST, ELSEWHERE).lost()).isEqualTo(1);
        assertThat(verdict(FIRST, new StoredVersion("a", 3, 2, 12), ELSEWHERE).lost())
                .isEqualTo(1);
        assertThat(verdict(FIRST, ELSEWHERE).isClean()).isFalse();
    }

    @Test
    void seesAnIdOfSeveralSchemas() {
        history.unknown(new Registration("c", 13));

        RegistryVerdict verdict = verdict(FIRST, SECOND, ELSEWHERE, new StoredVersion("c", 1, 2, 13));

        assertThat(verdict.sharedIds()).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void seesThatAnIdWasToldForAnotherSchemaThanItStandsFor() {
        assertThat(verdict(new StoredVersion("a", 1, 1, 14), SECOND, ELSEWHERE).sharedIds())
                .isEqualTo(1);
    }

    @Test
    void seesASchemaWithSeveralIds() {
        history.unknown(new Registration("c", 12));

        RegistryVerdict verdict = verdict(FIRST, SECOND, ELSEWHERE, new StoredVersion("c", 1, 3, 12));

        assertThat(verdict.splitContents()).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void seesAHole() {
        history.acknowledged(new StoredVersion("a", 4, 3, 13));

        RegistryVerdict verdict = verdict(FIRST, SECOND, new StoredVersion("a", 4, 3, 13), ELSEWHERE);

        assertThat(verdict.holes()).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void seesASchemaThatIsThereTwice() {
        RegistryVerdict verdict = verdict(FIRST, SECOND, new StoredVersion("a", 3, 2, 12), ELSEWHERE);

        assertThat(verdict.doubled()).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void seesWhatIsThereAlthoughItsFailureWasCertain() {
        // Given
        history.refused();
        StoredVersion third = new StoredVersion("a", 3, 3, 13);

        // Then
        assertThat(verdict(FIRST, SECOND, third, ELSEWHERE).denied()).isEqualTo(1);
        assertThat(verdict(FIRST, SECOND, third, ELSEWHERE).isClean()).isFalse();

        // When
        history.unknown(new Registration("a", 13));

        // Then
        assertThat(verdict(FIRST, SECOND, third, ELSEWHERE).isClean()).isTrue();
        assertThat(verdict(FIRST, SECOND, ELSEWHERE).isClean()).isTrue();
    }
}
