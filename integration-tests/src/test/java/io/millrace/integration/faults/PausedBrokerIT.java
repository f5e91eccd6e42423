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

/** SIGSTOP and SIGCONT: a broker that slept through everybody's timeouts goes on where it was. */
class PausedBrokerIT {

    private static final int ROUNDS = FaultOptions.rounds("pauses", 1);
    private static final int PAUSE_MS_MAX = FaultOptions.rounds("pauseMs", 2_500);

    @Test
    void goesOnAfterItSlept(@TempDir Path folder) {
        Random random = FaultOptions.random();
        Verdict verdict;
        try (FaultyHub hub = FaultyHub.start(folder);
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "pause", 3, FaultOptions.seed())) {
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMore(100, Duration.ofSeconds(60));
                hub.process().pause();
                LockSupport.parkNanos(
                        Duration.ofMillis(500 + random.nextInt(PAUSE_MS_MAX)).toNanos());
                hub.process().resume();
                writes.awaitMore(100, Duration.ofSeconds(60));
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("SIGSTOP", ROUNDS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }
}
