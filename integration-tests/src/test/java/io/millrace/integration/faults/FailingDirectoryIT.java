package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.LoopDisk;
import io.millrace.testing.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two data directories loses its disk: every write and sync there fails, and what was not synced is lost. The broker
 * goes on with the other one; with the disk, everything is back that was acknowledged.
 */
@DisabledIfSystemProperty(named = "millrace.test.disks", matches = "skip")
class FailingDirectoryIT {

    private static final int ROUNDS = FaultOptions.rounds("directoryErrors", 2);
    private static final int DISK_MIB = 1_500;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void theOtherDirectoryGoesOnAndNothingAcknowledgedIsLost(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        Verdict verdict;
        Path sound = folder.resolve("sound");
        try (LoopDisk disk = LoopDisk.create(folder, DISK_MIB);
                FaultyHub hub = FaultyHub.start(
                        folder.resolve("data"),
                        "log.dirs=" + sound + "," + disk.path().resolve("failing"));
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "directories", 4, FaultOptions.seed())) {
            String failing = disk.path().resolve("failing").resolve("logs").toString();
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMore(100, PATIENCE);
                disk.cutPower();
                awaitOffline(hub, failing);
                writes.awaitMore(1_000, PATIENCE);
                assertThat(hub.process().isAlive()).isTrue();
                hub.kill();
                disk.restorePower();
                hub.startAgain();
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("write and sync errors in one of two directories", ROUNDS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }

    @Test
    void theBrokerEndsWithTheLastDirectory(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Verdict verdict;
        try (LoopDisk disk = LoopDisk.create(folder, 2 * DISK_MIB);
                FaultyHub hub = FaultyHub.start(
                        folder.resolve("data"),
                        "log.dirs=" + disk.path().resolve("one") + ","
                                + disk.path().resolve("two"),
                        "metadata.log.dir=" + folder.resolve("metadata"));
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "both", 2, FaultOptions.seed())) {
            writes.awaitMore(100, PATIENCE);
            disk.cutPower();
            assertThat(hub.process().awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(hub.process().output()).contains("the broker cannot go on: ");
            disk.restorePower();
            hub.startAgain();
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("write and sync errors in both of two directories", 1, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }

    /** Until clients are told: the directory in error, its partitions without a leader, and the others with theirs. */
    private static void awaitOffline(FaultyHub hub, String failing) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", hub.bootstrapServers()))) {
            while (!isOffline(admin, failing) || ledPartitions(admin) != 2) {
                assertThat(System.nanoTime())
                        .as(
                                "%s offline: %s, partitions led: %d",
                                failing, isOffline(admin, failing), ledPartitions(admin))
                        .isLessThan(deadlineNanos);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private static boolean isOffline(Admin admin, String path) throws Exception {
        Map<String, LogDirDescription> described =
                admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
        assertThat(described).hasSize(2);
        return described.get(path).error() instanceof KafkaStorageException;
    }

    private static long ledPartitions(Admin admin) throws Exception {
        List<TopicPartitionInfo> partitions = admin.describeTopics(List.of("directories"))
                .allTopicNames()
                .get()
                .get("directories")
                .partitions();
        return partitions.stream()
                .filter(partition -> partition.leader() != null)
                .count();
    }
}
