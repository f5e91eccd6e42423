package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.Record;

/**
 * A data directory with every kind of file in it: a partition of many small segments and one of a single segment of
 * more than 64 KiB, idempotent and transactional producers, commits and aborts, a checkpoint, and something behind it.
 * And what a copy of it in which something is damaged may still say.
 */
final class DamageFixture {
    private static final int PARTITIONS = 2;
    private static final int LARGE_PARTITION = 1;
    private static final int ROUNDS = 120;
    private static final int COMMITTING = 8;
    private static final int ABORTING = 9;

    private final Path original;
    private final List<Expected> expected = new ArrayList<>();

    /** What a partition says undamaged. */
    private record Expected(List<String> records, List<AbortedTransaction> aborted, long endOffset) {}

    private DamageFixture(Path original) {
        this.original = original;
    }

    /** Writes in {@code path} and leaves what a kill or a clean stop leaves in {@code original}. */
    static DamageFixture write(Path path, Path original, boolean cleanly, Random random) throws Exception {
        DamageFixture fixture = new DamageFixture(original);
        try (TestingDirectory testing = new TestingDirectory(path)) {
            DiskLogDirectory directory = testing.open();
            List<PartitionLog> logs = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                String segmentBytes = partition == LARGE_PARTITION ? "1000000" : "3000";
                logs.add(directory.create(
                        TestingDirectory.TOPIC_ID,
                        "orders",
                        partition,
                        TestingDirectory.config(
                                "internal.segment.bytes", segmentBytes, "index.interval.bytes", "200")));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (PartitionLog log : logs) {
                    append(log, round, random);
                }
                if (round == ROUNDS * 2 / 3) {
                    directory.checkpoint();
                }
            }
            for (PartitionLog log : logs) {
                TestingDirectory.awaitDurable(log);
                fixture.expected.add(
                        new Expected(records(log), log.abortedTransactions(0, log.logEndOffset()), log.logEndOffset()));
                assertThat(fixture.expected.get(log.partition()).aborted()).isNotEmpty();
            }
            if (!cleanly) {
                // Damage in the write-ahead log's last group looks like a torn write: only a second copy tells.
                directory.writeOutTails();
                PowerLossFileStore.copyTree(path, original);
            }
        }
        if (cleanly) {
            PowerLossFileStore.copyTree(path, original);
        }
        return fixture;
    }

    private static void append(PartitionLog log, int round, Random random) {
        int bytes = log.partition() == LARGE_PARTITION ? 400 + random.nextInt(200) : random.nextInt(60);
        String value = log.partition() + ":" + round + "x".repeat(bytes);
        int producer = 7 + round % 3;
        int epoch = round / 50;
        var batch = producer == 7
                ? TestingBatches.from(producer, 0, round / 3, value)
                : TestingTransactions.batch(producer, 0, round / 3, "k=" + value);
        log.append(batch, epoch, 1_000, AppendOrigin.CLIENT);
        if (round % 12 == 11) {
            log.appendMarker(TestingTransactions.marker(COMMITTING, 0, true, 1), epoch, 1_000);
            log.appendMarker(TestingTransactions.marker(ABORTING, 0, false, 1), epoch, 1_000);
        }
    }

    /** What can be damaged, in a fixed order, relative to the directory. */
    List<Path> files() throws Exception {
        try (Stream<Path> files = Files.walk(original)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .filter(file -> file.toFile().length() > 0)
                    .map(original::relativize)
                    .sorted()
                    .toList();
        }
    }

    byte[] content(Path file) throws Exception {
        return Files.readAllBytes(original.resolve(file));
    }

    /** Opens a copy in which one file has other bytes: it says the same, or says what is wrong. */
    void requireTruth(Path copy, Path victim, byte[] damaged, String what) throws Exception {
        PowerLossFileStore.copyTree(original, copy);
        Files.write(copy.resolve(victim), damaged);
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                verify(opened, partition, victim, what);
            }
        } catch (DirectoryRefusedException said) {
            assertThat(said).as(what).hasMessageContaining(victim.getFileName().toString());
        } catch (LogException | AssertionError failure) {
            throw new AssertionError(what, failure);
        } finally {
            RemovedFiles.deleteTree(copy);
        }
    }

    private void verify(DiskLogDirectory opened, int partition, Path victim, String what) throws Exception {
        Expected healthy = expected.get(partition);
        List<String> said = new ArrayList<>(opened.recoveryReport().damaged());
        PartitionLog log = opened.get(TestingDirectory.TOPIC_ID, partition).orElse(null);
        if (log == null) {
            fail("%s: partition %d is gone without a word: %s", what, partition, opened.recoveryReport());
        }
        assertThat(log.logStartOffset()).as(what).isZero();
        List<String> found = new ArrayList<>();
        readInto(found, log, said);
        for (int index = 0; index < found.size(); index++) {
            assertThat(found.get(index)).as(what).isEqualTo(healthy.records().get(index));
        }
        boolean whole = found.size() == healthy.records().size();
        if (!whole) {
            boolean mayBeTheirs = victim.startsWith("orders-" + partition) || victim.startsWith("wal");
            assertThat(mayBeTheirs).as(what).isTrue();
            requireNamed(victim, said, what);
        }
        requireAborted(log, healthy, what);
        if (log.logEndOffset() < healthy.endOffset()) {
            assertThat(((DiskPartitionLog) log).parts().isRefused())
                    .as("%s: offsets of acknowledged records may be given again", what)
                    .isTrue();
        }
    }

    /** What was aborted stays so; a log with a hole may lack a marker, and then does not say. */
    private static void requireAborted(PartitionLog log, Expected healthy, String what) {
        if (((DiskPartitionLog) log).parts().isRefused()) {
            assertThatThrownBy(() -> log.abortedTransactions(0, healthy.endOffset()))
                    .as(what)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("orders-" + log.partition());
        } else {
            assertThat(log.abortedTransactions(0, healthy.endOffset()))
                    .as("%s: aborted in partition %d", what, log.partition())
                    .usingElementComparator(DamageFixture::compareAborted)
                    .isEqualTo(healthy.aborted());
        }
    }

    /** A damaged header may seem to open a transaction; a stable offset that stays behind only makes readers look further. */
    private static int compareAborted(AbortedTransaction found, AbortedTransaction wanted) {
        boolean same = found.producerId() == wanted.producerId()
                && found.firstOffset() == wanted.firstOffset()
                && found.lastOffset() == wanted.lastOffset()
                && found.lastStableOffset() <= wanted.lastStableOffset();
        return same ? 0 : 1;
    }

    private static void readInto(List<String> found, PartitionLog log, List<String> said) throws Exception {
        long next = 0;
        try {
            for (Record record : TestingBatches.recordsOf(log, next)) {
                found.add(line(record));
            }
            return;
        } catch (LogException refused) {
            said.add(refused.getMessage());
        }
        // What stands before the damage is served.
        while (next < log.logEndOffset()) {
            try (RecordsSlice slice = log.read(next, 1, true, log.logEndOffset())) {
                for (Record record : TestingBatches.recordsIn(slice)) {
                    found.add(line(record));
                    next = record.offset() + 1;
                }
            } catch (LogException refused) {
                return;
            }
        }
    }

    /** A word that helps: the partition or the file. */
    private static void requireNamed(Path victim, List<String> said, String what) {
        String folder = victim.getParent() == null ? "" : victim.getParent().toString();
        assertThat(said).as(what).anySatisfy(line -> assertThat(line)
                .containsAnyOf(victim.getFileName().toString(), folder));
    }

    private static List<String> records(PartitionLog log) throws Exception {
        return TestingBatches.recordsOf(log, 0).stream()
                .map(DamageFixture::line)
                .toList();
    }

    private static String line(Record record) {
        return record.offset() + "=" + StandardCharsets.ISO_8859_1.decode(record.value());
    }
}
