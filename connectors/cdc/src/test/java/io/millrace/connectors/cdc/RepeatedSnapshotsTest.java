package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.snapshot.mode.AlwaysSnapshotter;
import io.debezium.snapshot.mode.InitialOnlySnapshotter;
import io.debezium.snapshot.mode.InitialSnapshotter;
import io.debezium.snapshot.mode.NoDataSnapshotter;
import io.debezium.snapshot.mode.RecoverySnapshotter;
import io.debezium.snapshot.mode.WhenNeededSnapshotter;
import io.debezium.spi.snapshot.Snapshotter;
import io.millrace.connectors.cdc.RepeatedSnapshots.Start;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedSnapshotsTest {

    private static final Start FIRST = new Start(false, false, false);
    private static final Start KILLED_WITHOUT_OFFSET = new Start(false, false, true);
    private static final Start KILLED_WITH_OFFSET = new Start(true, true, true);
    private static final Start AFTER_THE_SNAPSHOT = new Start(true, false, true);
    private static final Start KILLED_AND_SLOT_DROPPED = new Start(true, true, false);

    @Test
    void resumesFromTheSlotOnceTheSnapshotWasBegun() {
        for (Snapshotter chosen : List.of(new InitialSnapshotter(), new WhenNeededSnapshotter())) {
            assertThat(FIRST.resumesFromSlot(chosen)).isFalse();
            assertThat(KILLED_WITHOUT_OFFSET.resumesFromSlot(chosen)).isTrue();
            assertThat(KILLED_WITH_OFFSET.resumesFromSlot(chosen)).isTrue();
            assertThat(AFTER_THE_SNAPSHOT.resumesFromSlot(chosen)).isFalse();
            assertThat(KILLED_AND_SLOT_DROPPED.resumesFromSlot(chosen)).isFalse();
        }
    }

    @Test
    void resumesFromTheSlotWheneverEachStartTakesASnapshot() {
        Snapshotter always = new AlwaysSnapshotter();

        assertThat(FIRST.resumesFromSlot(always)).isFalse();
        assertThat(KILLED_WITHOUT_OFFSET.resumesFromSlot(always)).isTrue();
        assertThat(AFTER_THE_SNAPSHOT.resumesFromSlot(always)).isTrue();
    }

    @Test
    void leavesModesAloneThatTakeNoSnapshotOrDoNotStream() {
        for (Snapshotter chosen :
                List.of(new NoDataSnapshotter(), new RecoverySnapshotter(), new InitialOnlySnapshotter())) {
            for (Start start : List.of(FIRST, KILLED_WITHOUT_OFFSET, KILLED_WITH_OFFSET, AFTER_THE_SNAPSHOT)) {
                assertThat(start.resumesFromSlot(chosen)).isFalse();
            }
        }
    }

    @Test
    void warnsWhereNoSlotHoldsTheDeletes() {
        assertThat(KILLED_AND_SLOT_DROPPED.leavesDeletesUntold(new InitialSnapshotter()))
                .isTrue();
        assertThat(KILLED_AND_SLOT_DROPPED.leavesDeletesUntold(new InitialOnlySnapshotter()))
                .isTrue();
        assertThat(KILLED_WITH_OFFSET.leavesDeletesUntold(new InitialSnapshotter()))
                .isFalse();
        assertThat(FIRST.leavesDeletesUntold(new InitialSnapshotter())).isFalse();
        assertThat(KILLED_AND_SLOT_DROPPED.leavesDeletesUntold(new NoDataSnapshotter()))
                .isFalse();
    }

    @Test
    void leavesLaterSnapshotsToTheChosenMode() {
        // Given
        Snapshotter resuming = new SlotResumingSnapshotter(new InitialSnapshotter());
        assertThat(resuming.shouldStreamEventsStartingFromSnapshot()).isFalse();

        // When
        resuming.snapshotCompleted();

        // Then
        assertThat(resuming.shouldStreamEventsStartingFromSnapshot()).isTrue();
    }
}
