package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.LogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One flipped bit or one cut in one stored file, of every kind: what can be derived is built anew, what cannot is
 * reported and refused, nothing wrong is ever served, and the other partition does not notice. Positions are sampled by
 * a seed; {@code -Dmillrace.damage.rounds=100000} tries more of them.
 */
class DamagedFilesTest {
    private static final int ROUNDS = Integer.getInteger("millrace.damage.rounds", 100);
    private static final long SEED = Long.getLong("millrace.damage.seed", 20_261_121);
    private static final int PARTITIONS = 2;
    private static final int RECORDS = 120;

    /** Written behind the files' last entries, and never read. */
    private static final int WAL_BYTES_USED = 40_000;

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private final List<TreeMap<Long, String>> expected = new ArrayList<>();
    private final Random random = new Random(SEED);

    @Test
    void isFoundSaidAndNeverServedAfterAKill() throws Exception {
        Path original = copies.resolve("killed");
        write(original, false);
        for (int round = 0; round < ROUNDS; round++) {
            damageOnce(original, "killed, seed " + SEED + " round " + round);
        }
    }

    @Test
    void isFoundSaidAndNeverServedAfterACleanStop() throws Exception {
        Path original = copies.resolve("stopped");
        write(original, true);
        for (int round = 0; round < ROUNDS; round++) {
            damageOnce(original, "stopped, seed " + SEED + " round " + round);
        }
    }

    /** Segments, indexes, snapshots, epochs and a checkpoint, and something behind the checkpoint. */
    private void write(Path copy, boolean cleanly) throws Exception {
        try (TestingDirectory testing = new TestingDirectory(path)) {
            DiskLogDirectory directory = testing.open();
            List<PartitionLog> logs = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs.add(directory.create(
                        TestingDirectory.TOPIC_ID,
                        "orders",
                        partition,
                        TestingDirectory.config("internal.segment.bytes", "3000", "index.interval.bytes", "200")));
                expected.add(new TreeMap<>());
            }
            for (int record = 0; record < RECORDS; record++) {
                for (PartitionLog log : logs) {
                    int epoch = record / 50;
                    String value = log.partition() + ":" + record + "x".repeat(random.nextInt(60));
                    AppendResult done = log.append(
                            TestingBatches.from(7 + record % 3, 0, record / 3, value),
                            epoch,
                            1_000,
                            AppendOrigin.CLIENT);
                    expected.get(log.partition()).put(done.baseOffset(), value);
                }
                if (record == RECORDS * 2 / 3) {
                    directory.checkpoint();
                }
            }
            for (PartitionLog log : logs) {
                TestingDirectory.awaitDurable(log);
            }
            if (!cleanly) {
                PowerLossFileStore.copyTree(path, copy);
            }
        }
        if (cleanly) {
            PowerLossFileStore.copyTree(path, copy);
        }
    }

    private void damageOnce(Path original, String round) throws Exception {
        Path copy = copies.resolve("copy");
        PowerLossFileStore.copyTree(original, copy);
        Path victim = victim(copy);
        String what = round + ": " + copy.relativize(victim) + " " + damage(victim);
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                verify(opened, partition, partition == ownerOf(victim), what);
            }
        } catch (DirectoryRefusedException said) {
            assertThat(said).as(what).hasMessageContaining(victim.getFileName().toString());
        } catch (LogException | AssertionError failure) {
            throw new AssertionError(what, failure);
        } finally {
            RemovedFiles.deleteTree(copy);
        }
    }

    private Path victim(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList();
            return all.get(random.nextInt(all.size()));
        }
    }

    private String damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean isWal = file.toString().endsWith(".wal");
        int position = random.nextInt(isWal ? Math.min(WAL_BYTES_USED, bytes.length) : bytes.length);
        if (random.nextInt(4) == 0) {
            Files.write(file, Arrays.copyOf(bytes, position));
            return "cut to " + position;
        }
        int bit = random.nextInt(8);
        bytes[position] ^= (byte) (1 << bit);
        Files.write(file, bytes);
        return "bit " + bit + " of byte " + position;
    }

    /** The partition whose directory a file is in, or -1. */
    private static int ownerOf(Path file) {
        String directory = file.getParent().getFileName().toString();
        return directory.startsWith("orders-") ? Integer.parseInt(directory.substring("orders-".length())) : -1;
    }

    private void verify(DiskLogDirectory opened, int partition, boolean isVictim, String what) throws Exception {
        TreeMap<Long, String> all = expected.get(partition);
        boolean said = !opened.recoveryReport().damaged().isEmpty();
        PartitionLog log = opened.get(TestingDirectory.TOPIC_ID, partition).orElse(null);
        if (log == null) {
            fail("%s: partition %d is gone without a word: %s", what, partition, opened.recoveryReport());
        }
        long next = log.logStartOffset();
        assertThat(next).as(what).isZero();
        try {
            for (Record record : TestingBatches.recordsOf(log, next)) {
                assertThat(record.offset()).as(what).isEqualTo(next);
                assertThat(StandardCharsets.UTF_8.decode(record.value()).toString())
                        .as(what + " offset " + next)
                        .isEqualTo(all.get(next));
                next++;
            }
        } catch (LogException refused) {
            said = true;
        }
        if (next != RECORDS) {
            assertThat(said)
                    .as("%s: partition %d ends at %d", what, partition, next)
                    .isTrue();
            assertThat(isVictim || what.contains(".wal")).as(what).isTrue();
        }
        if (log.logEndOffset() < RECORDS) {
            assertThat(((DiskPartitionLog) log).parts().isRefused())
                    .as("%s: offsets of acknowledged records may be given again", what)
                    .isTrue();
        }
    }
}
