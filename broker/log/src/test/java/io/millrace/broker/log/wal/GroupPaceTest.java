package io.millrace.broker.log.wal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupPaceTest {
    private static final int SMALL = 100;

    private final GroupPace pace = new GroupPace();

    @Test
    void whoWritesAloneWaitsForNobody() {
        assertThat(pace.isEnough(1, SMALL)).isTrue();
        for (int group = 0; group < 20; group++) {
            pace.onGroup(3, true);
        }
        assertThat(pace.isEnough(1, SMALL)).isTrue();
    }

    @Test
    void amongManyAGroupWaitsForTheSizeOfTheLargestOfLate() {
        pace.onGroup(12, true);
        for (int group = 0; group < 7; group++) {
            pace.onGroup(5, true);
        }
        assertThat(pace.isEnough(11, SMALL)).isFalse();
        assertThat(pace.isEnough(12, SMALL)).isTrue();

        pace.onGroup(5, true);
        assertThat(pace.isEnough(5, SMALL)).isTrue();
        assertThat(pace.isEnough(4, SMALL)).isFalse();
    }

    @Test
    void largeEntriesAreEnoughWithoutCompany() {
        pace.onGroup(12, true);
        assertThat(pace.isEnough(1, GroupPace.ENOUGH_BYTES)).isTrue();
    }

    @Test
    void whatWasWaitedForInVainIsNotWaitedForAgain() {
        pace.onGroup(12, true);
        pace.onGroup(5, false);
        assertThat(pace.isEnough(5, SMALL)).isTrue();

        pace.onGroup(2, false);
        assertThat(pace.isEnough(1, SMALL)).isTrue();
    }
}
