package io.millrace.broker.log;

import static io.millrace.broker.log.TestingBatches.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.HookedFileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A compaction that takes long is in nobody's way, and is not done again without need. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompactionThreadTest {
    private static final String[] SETTINGS = {
        "cleanup.policy", "compact", "internal.segment.bytes", "2000", "min.cleanable.dirty.ratio", "0"
    };

    @TempDir
    Path path;

    private final HookedFileStore store = new HookedFileStore(".cleaned");
    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path).with(store);
        testing.open();
    }

    @AfterEach
    void close() {
        store.release();
        testing.close();
    }

    /** Closed segments in which each key but the last is superseded. */
    private PartitionLog dirtyLog() throws Exception {
        PartitionLog log = testing.log(SETTINGS);
        for (int count = 0; count < 200; count++) {
            log.append(TestingBatches.keyed("k" + count % 10, "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
        settle(log);
        return log;
    }

    private void settle(PartitionLog log) throws Exception {
        TestingDirectory.awaitDurable(log);
        log.updateHighWatermark(log.logEndOffset());
        testing.directory().checkpoint();
    }

    private Thread heldCompaction() throws InterruptedException {
        store.holdWrites();
        Thread compaction = new Thread(() -> testing.directory().compactNow(), "compaction");
        compaction.start();
        store.awaitHeldWrite();
        return compaction;
    }

    @Test
    void aCheckpointDoesNotWaitForIt() throws Exception {
        // Given
        PartitionLog log = dirtyLog();
        Thread compaction = heldCompaction();

        // When
        log.append(TestingBatches.keyed("new", "x"), 0, 1_000, AppendOrigin.CLIENT);
        testing.directory().checkpoint();

        // Then
        store.release();
        compaction.join();
        assertThat(valuesOf(log, 0)).contains("x", "v199").doesNotContain("v0");
    }

    @Test
    void aStopEndsItAtItsPresentBatch() throws Exception {
        // Given
        PartitionLog log = dirtyLog();
        long sizeBytes = log.sizeBytes();
        Thread compaction = heldCompaction();
        Thread stop = new Thread(testing.directory()::close, "stop");

        // When
        stop.start();
        while (((DiskPartitionLog) log).parts().closedReason == null) {
            Thread.onSpinWait();
        }
        store.release();
        compaction.join();
        stop.join();

        // Then
        assertThat(store.writes()).isEqualTo(1);
        testing.open();
        assertThat(testing.log(SETTINGS).sizeBytes()).isEqualTo(sizeBytes);
    }

    @Test
    void aTruncationMeanwhileMakesItsCopyWorthless() throws Exception {
        // Given
        PartitionLog log = dirtyLog();
        Thread compaction = heldCompaction();

        // When
        log.truncateTo(5);
        log.append(TestingBatches.keyed("k5", "other"), 1, 1_000, AppendOrigin.CLIENT);
        store.release();
        compaction.join();

        // Then
        assertThat(valuesOf(log, 0)).containsExactly("v0", "v1", "v2", "v3", "v4", "other");
    }

    @Test
    void whatIsCompactIsNotWrittenAgainAfterAStart() throws Exception {
        // Given
        dirtyLog();
        testing.directory().compactNow();
        int writes = store.writes();
        assertThat(writes).isPositive();
        testing.close();

        // When
        testing.open();
        settle(testing.log(SETTINGS));
        testing.directory().compactNow();

        // Then
        assertThat(store.writes()).isEqualTo(writes);
    }

    @Test
    void aSegmentOfWhichEverythingStaysIsNotCopied() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        for (int count = 0; count < 100; count++) {
            log.append(TestingBatches.keyed("k" + count, "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
        settle(log);

        // When
        testing.directory().compactNow();

        // Then
        assertThat(store.writes()).isZero();
        assertThat(valuesOf(log, 0)).hasSize(100);
    }
}
