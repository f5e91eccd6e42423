package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.LoopDisk;
import io.millrace.testing.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every write and sync fails with an I/O error, and what was not synced is lost: the broker acknowledges nothing more,
 * says why, and ends.
 */
@DisabledIfSystemProperty(named = "millrace.test.disks", matches = "skip")
class FailingDiskIT {

    private static final int ROUNDS = FaultOptions.rounds("ioErrors", 1);
    private static final int DISK_MIB = 1_500;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(60);

    @Test
    void acknowledgesNothingAfterAnErrorAndEndsWithTheReason(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Random random = FaultOptions.random();
        Verdict verdict;
        try (LoopDisk disk = LoopDisk.create(folder, DISK_MIB);
                FaultyHub hub = FaultyHub.start(disk.path().resolve("data"));
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "errors", 3, FaultOptions.seed())) {
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMoreInEach(34, Duration.ofSeconds(60));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
                disk.cutPower();
                assertThat(hub.process().awaitExit(END_TIMEOUT)).isEqualTo(1);
                assertThat(hub.process().output()).contains("the broker cannot go on: ");
                hub.kill();
                disk.restorePower();
                hub.startAgain();
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("write and sync errors", ROUNDS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }
}
