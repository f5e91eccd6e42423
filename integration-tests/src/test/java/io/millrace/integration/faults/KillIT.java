package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged with acks=all is there once and in order, however often the broker is killed. */
class KillIT {

    private static final int ROUNDS = FaultOptions.rounds("kills", 10);
    private static final int PARTITIONS = 3;

    @Test
    void keepsWhatWasAcknowledgedOnceAndInOrderOverManyKills(@TempDir Path folder) {
        Random random = FaultOptions.random();
        Verdict verdict;
        try (FaultyHub hub = FaultyHub.start(folder);
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "kill", PARTITIONS, FaultOptions.seed())) {
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMore(100, Duration.ofSeconds(60));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
                hub.kill();
                hub.startAgain();
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("kill -9", ROUNDS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(ROUNDS * 100L);
    }
}
