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
 * What was acknowledged with acks=all outlives the machine: the file system under the broker forgets whatever was not
 * synced, as when the power fails. Topics, groups and the broker's own identity lie on that disk too.
 */
@DisabledIfSystemProperty(named = "millrace.test.disks", matches = "skip")
class PowerLossIT {

    private static final int ROUNDS = FaultOptions.rounds("powerCuts", 5);
    private static final int PARTITIONS = 3;
    private static final int DISK_MIB = FaultOptions.rounds("diskMib", 1_500);

    @Test
    void keepsWhatWasAcknowledgedOnceAndInOrderOverPowerCuts(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Random random = FaultOptions.random();
        Verdict verdict;
        try (LoopDisk disk = LoopDisk.create(folder, DISK_MIB);
                FaultyHub hub = FaultyHub.start(disk.path().resolve("data"));
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "power", PARTITIONS, FaultOptions.seed())) {
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMoreInEach(34, Duration.ofSeconds(60));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
                disk.cutPower();
                hub.kill();
                disk.restorePower();
                hub.startAgain();
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("power loss", ROUNDS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(ROUNDS * 100L);
    }
}
