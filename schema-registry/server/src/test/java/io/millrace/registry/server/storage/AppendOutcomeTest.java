package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppendOutcomeTest {
    private static void require(AppendOutcome outcome, boolean whole, boolean none) {
        assertThat(outcome.isWhole()).as("%s is whole", outcome).isEqualTo(whole);
        assertThat(outcome.isVoid()).as("%s is void", outcome).isEqualTo(none);
    }

    @Test
    void tellsWhatWasAppliedFromWhatWasNot() {
        require(new AppendOutcome(10, 59, -1, -1), true, false);
        require(new AppendOutcome(10, 59, -1, 9), true, false);
        require(new AppendOutcome(10, 59, 60, -1), true, false);
        require(new AppendOutcome(10, 59, 10, -1), false, true);
        require(new AppendOutcome(10, 10, 10, -1), false, true);
        require(new AppendOutcome(10, 10, -1, 10), false, true);
    }

    @Test
    void takesForUncertainWhatWasAppliedInPart() {
        require(new AppendOutcome(10, 59, 30, -1), false, false);
        require(new AppendOutcome(10, 59, 59, -1), false, false);
        require(new AppendOutcome(10, 11, -1, 11), false, false);
        require(new AppendOutcome(10, 11, -1, 10), false, false);
    }
}
