package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was acknowledged with acks=all is there once and in order, however often the broker is killed: a process that ends
 * takes nothing with it from the page cache, so the same is true with {@code flush=async}.
 */
class KillIT {

    private static final int ROUNDS = FaultOptions.rounds("kills", 10);
    private static final int PARTITIONS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"ack", "async"})
    void keepsWhatWasAcknowledgedOnceAndInOrderOverManyKills(String flush, @TempDir Path folder) {
        kill(folder, flush, "kill -9, flush=" + flush);
    }

    @Test
    void keepsItInSeveralDataDirectoriesAsWell(@TempDir Path folder) {
        String directories = folder.resolve("d1") + "," + folder.resolve("d2") + "," + folder.resolve("d3");
        kill(folder.resolve("data"), "ack", "kill -9, three data directories", "log.dirs=" + directories);
        for (String directory : directories.split(",")) {
            assertThat(Path.of(directory, "logs")).isDirectoryContaining("glob:**/kill-*");
        }
    }

    private static void kill(Path folder, String flush, String fault, String... settings) {
        Random random = FaultOptions.random();
        Verdict verdict;
        try (FaultyHub hub = FaultyHub.start(folder, settings);
                AcknowledgedWrites writes = AcknowledgedWrites.start(
                        hub.bootstrapServers(), "kill", PARTITIONS, FaultOptions.seed(), Map.of("flush", flush))) {
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMoreInEach(34, Duration.ofSeconds(60));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
                hub.kill();
                hub.startAgain();
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report(fault, ROUNDS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(ROUNDS * 100L);
    }
}
