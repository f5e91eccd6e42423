package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.LoopDisk;
import io.millrace.testing.TransactionVerdict;
import io.millrace.testing.TransactionalWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transactions over several partitions and a group's offsets are whole or not there, and none stays open, however often
 * the broker dies in the middle of them.
 */
class TransactionsIT {

    private static final int KILLS = FaultOptions.rounds("transactionKills", 3);
    private static final int POWER_CUTS = FaultOptions.rounds("transactionPowerCuts", 2);
    private static final int DISK_MIB = 1_500;
    private static final int PARTITIONS = 3;
    private static final int WRITERS = 3;
    private static final String[] FEW_SHARDS = {
        "offsets.topic.num.partitions=3", "transaction.state.log.num.partitions=3"
    };

    @Test
    void areWholeOverManyKills(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        TransactionVerdict verdict;
        try (FaultyHub hub = FaultyHub.start(folder, FEW_SHARDS);
                TransactionalWrites writes = start(hub)) {
            Random random = FaultOptions.random();
            for (int round = 0; round < KILLS; round++) {
                awaitSome(writes, random);
                hub.kill();
                hub.startAgain();
            }
            verdict = finish(writes);
        }
        FaultOptions.report("transactions, kill -9", KILLS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }

    @Test
    @DisabledIfSystemProperty(named = "millrace.test.disks", matches = "skip")
    void areWholeOverPowerCuts(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        TransactionVerdict verdict;
        try (LoopDisk disk = LoopDisk.create(folder, DISK_MIB);
                FaultyHub hub = FaultyHub.start(disk.path().resolve("data"), FEW_SHARDS);
                TransactionalWrites writes = start(hub)) {
            Random random = FaultOptions.random();
            for (int round = 0; round < POWER_CUTS; round++) {
                awaitSome(writes, random);
                disk.cutPower();
                hub.kill();
                disk.restorePower();
                hub.startAgain();
            }
            verdict = finish(writes);
        }
        FaultOptions.report("transactions, power loss", POWER_CUTS, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }

    private static TransactionalWrites start(FaultyHub hub) {
        return TransactionalWrites.start(hub.bootstrapServers(), "transfers", PARTITIONS, WRITERS, FaultOptions.seed());
    }

    private static void awaitSome(TransactionalWrites writes, Random random) {
        writes.awaitMore(20, Duration.ofSeconds(90));
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
    }

    private static TransactionVerdict finish(TransactionalWrites writes) {
        writes.awaitMore(20, Duration.ofSeconds(90));
        TransactionVerdict verdict = writes.finish();
        assertThat(writes.failures()).isEmpty();
        return verdict;
    }
}
