package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.HookedFileStore;
import io.millrace.broker.log.segment.TailLimits;
import io.millrace.broker.log.segment.TailMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a partition has in memory: how it reaches the file, who waits for it, and what a crash leaves. */
class TailTest {
    private static final String LARGE = "x".repeat(50_000);
    private static final TailLimits AMPLE = new TailLimits(64 << 20, 32 << 20, 64 << 20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HookedFileStore store = new HookedFileStore(".log");

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private TestingDirectory testing;

    @AfterEach
    void stop() {
        store.release();
        testing.close();
        threads.shutdownNow();
    }

    private TestingDirectory testing(TailLimits limits) {
        return new TestingDirectory(path).with(store).with(TestingDirectory.CONFIG.withTails(limits));
    }

    private static void append(PartitionLog log, List<String> values, int count, String suffix) {
        for (int index = 0; index < count; index++) {
            String value = values.size() + suffix;
            log.append(TestingBatches.of(value), 0, 1_000, AppendOrigin.CLIENT);
            values.add(value);
        }
    }

    private Path file() {
        return path.resolve("orders-0").resolve("00000000000000000000.log");
    }

    private TailMemory tails() {
        return ((DiskPartitionLog) testing.directory().logs().iterator().next())
                .parts()
                .directory
                .tails();
    }

    private static void await(BooleanSupplier event) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!event.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    @Test
    void aCrashFindsInTheWriteAheadLogWhatOnlyMemoryHad() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given
        testing.open();
        PartitionLog log = testing.log();
        append(log, values, 20, "small");
        TestingDirectory.awaitDurable(log);

        // When
        PowerLossFileStore.copyTree(path, copies.resolve("killed"));

        // Then
        assertThat(file()).doesNotExist();
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(values);
        testing.close();
        assertThat(Files.size(file())).isPositive();
        try (LogDirectory killed = TestingDirectory.openCopy(copies.resolve("killed"))) {
            assertThat(killed.recoveryReport().damaged()).isEmpty();
            assertThat(TestingBatches.valuesOf(killed.logs().iterator().next(), 0))
                    .isEqualTo(values);
        }
    }

    @Test
    void aSegmentClosedBeforeItsFirstWriteIsNotMissingAfterACrash() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given: the thread that writes segments is busy elsewhere
        DiskLogDirectory directory = testing.open();
        PartitionLog log = testing.log("internal.segment.bytes", "3000");
        PartitionLog busy = directory.create(new Uuid(7, 8), "busy", 0, TestingDirectory.config());
        store.holdWrites();
        append(busy, new ArrayList<>(), 6, LARGE);
        store.awaitHeldWrite();

        // When: a second segment begins, and all ends
        append(log, values, 60, "in memory and in the write-ahead log");
        TestingDirectory.awaitDurable(log);
        PowerLossFileStore.copyTree(path, copies.resolve("killed"));

        // Then
        assertThat(Files.size(file())).isZero();
        try (LogDirectory killed = TestingDirectory.openCopy(copies.resolve("killed"))) {
            assertThat(killed.recoveryReport().damaged()).isEmpty();
            PartitionLog survivor = killed.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(survivor.logStartOffset()).isZero();
            assertThat(TestingBatches.valuesOf(survivor, 0)).isEqualTo(values);
        }
    }

    @Test
    void whatSegmentsWereNotGivenIsFoundWithoutACheckpointToo() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given: five segments, of which the disk has taken nothing
        testing.open();
        PartitionLog log = testing.log("internal.segment.bytes", "60000");
        store.holdWrites();
        append(log, values, 5, LARGE);
        store.awaitHeldWrite();
        TestingDirectory.awaitDurable(log);
        PowerLossFileStore.copyTree(path, copies.resolve("killed"));

        // When
        Files.writeString(copies.resolve("killed").resolve("recovery-checkpoint"), "damaged");

        // Then
        try (LogDirectory killed = TestingDirectory.openCopy(copies.resolve("killed"))) {
            assertThat(killed.recoveryReport().damaged()).isEmpty();
            assertThat(TestingBatches.valuesOf(killed.logs().iterator().next(), 0))
                    .isEqualTo(values);
        }
    }

    @Test
    void theWriteAheadLogIsTrimmedOnlyWhenTheFileHasWhatMemoryHad() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given: more than one file of the write-ahead log, and a disk that takes nothing for segments
        DiskLogDirectory directory = testing.open();
        PartitionLog log = testing.log();
        directory.checkpoint();
        store.holdWrites();
        append(log, values, 15, LARGE);
        TestingDirectory.awaitDurable(log);
        int walFiles = directory.counters().walFilesInUse();
        assertThat(walFiles).isGreaterThan(1);

        // When
        Future<?> checkpoint = threads.submit(() -> {
            directory.checkpoint();
            return null;
        });
        store.awaitHeldWrite();

        // Then
        assertThat(directory.counters().walFilesInUse()).isEqualTo(walFiles);
        assertThat(checkpoint).isNotDone();
        PowerLossFileStore.copyTree(path, copies.resolve("held"));
        store.release();
        checkpoint.get(10, TimeUnit.SECONDS);
        assertThat(directory.counters().walFilesInUse()).isLessThan(walFiles);
        assertThat(Files.size(file())).isEqualTo(log.sizeBytes());
        try (LogDirectory killed = TestingDirectory.openCopy(copies.resolve("held"))) {
            assertThat(TestingBatches.valuesOf(killed.logs().iterator().next(), 0))
                    .isEqualTo(values);
        }
    }

    @Test
    void nobodyWaitsForASegmentThatIsSlowToWrite() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given
        testing.open();
        PartitionLog log = testing.log();
        store.holdWrites();
        append(log, values, 6, LARGE);
        store.awaitHeldWrite();

        // When
        append(log, values, 6, LARGE);
        TestingDirectory.awaitDurable(log);

        // Then
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(values);
        assertThat(file()).isEmptyFile();
        store.release();
    }

    @Test
    void appendsWaitWhenTooMuchIsUnwritten() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(new TailLimits(300_000, 32 << 20, 64 << 20));
        // Given
        testing.open();
        PartitionLog log = testing.log();
        store.holdWrites();

        // When
        Future<?> appends = threads.submit(() -> append(log, values, 14, LARGE));
        await(() -> !tails().hasRoom());

        // Then
        assertThat(log.sizeBytes()).isLessThan(400_000);
        assertThat(appends).isNotDone();
        store.release();
        appends.get(10, TimeUnit.SECONDS);
        TestingDirectory.awaitDurable(log);
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(values);
    }

    @Test
    void quietPartitionsAreWrittenOutAndHoldNothing() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given
        testing.open();
        PartitionLog log = testing.log();
        append(log, values, 3, "");
        assertThat(tails().heldBytes()).isPositive();

        // When: its rounds have passed
        await(() -> tails().heldBytes() == 0);

        // Then
        assertThat(Files.size(file())).isEqualTo(log.sizeBytes());
        assertThat(tails().unwrittenBytes()).isZero();
        try (RecordsSlice slice = log.read(0, 1_000, true, 3)) {
            assertThat(slice.channel()).isNotNull();
        }
        append(log, values, 1, "");
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(values);
    }

    @Test
    void readersAtTheTailNeedNoFileUntilTooMuchIsLent() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(new TailLimits(64 << 20, 32 << 20, 2_000));
        // Given
        testing.open();
        PartitionLog log = testing.log();
        append(log, values, 2, "");

        try (RecordsSlice first = log.read(1, 1_000, true, 2)) {
            // Then
            assertThat(first.channel()).isNull();
            assertThat(first.buffers()).hasSize(1);
            assertThat(first.buffers().get(0).isReadOnly()).isTrue();
            assertThat(first.buffers().get(0).remaining()).isEqualTo(first.sizeBytes());

            // When
            append(log, values, 1, LARGE);

            // Then: its memory cannot be lent, so it is written at once
            try (RecordsSlice second = log.read(2, 1_000, true, 3)) {
                assertThat(second.channel()).isNotNull();
                assertThat(TestingBatches.valuesOf(log, 2)).isEqualTo(values.subList(2, 3));
            }
        }
    }

    @Test
    void whatIsKeptForReadersIsBounded() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(new TailLimits(64 << 20, 0, 64 << 20));
        // Given
        testing.open();
        PartitionLog log = testing.log();

        // When
        append(log, values, 30, LARGE);

        // Then: everything is too much
        await(() -> tails().heldBytes() == 0);
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(values);
    }

    @Test
    void whatFlushAsyncAcknowledgesIsInTheFile() throws Exception {
        testing = testing(AMPLE);
        // Given: something that is not, from before the setting
        testing.open();
        List<String> values = new ArrayList<>();
        append(testing.log(), values, 5, "ack");
        assertThat(file()).doesNotExist();

        // When
        PartitionLog log = testing.log("flush", "async");
        append(log, values, 1, "async");

        // Then
        assertThat(log.durableEndOffset()).isEqualTo(6);
        assertThat(Files.size(file())).isEqualTo(log.sizeBytes());
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(values);
        try (RecordsSlice slice = log.read(5, 1_000, true, 6)) {
            assertThat(slice.channel()).isNull();
        }
    }

    @Test
    void aLaterSegmentGetsNothingWhileAnEarlierOneLacksSomething() throws Exception {
        List<String> values = new ArrayList<>();
        testing = testing(AMPLE);
        // Given: two segments, all of it in memory
        testing.open();
        PartitionLog log = testing.log("internal.segment.bytes", "60000");
        store.holdWrites();
        append(log, values, 4, "small".repeat(1_000));
        append(log, values, 1, LARGE);
        append(log, values, 1, "last");
        DiskPartitionLog disk = (DiskPartitionLog) log;
        assertThat(disk.parts().segments.all()).hasSizeGreaterThan(1);

        // When: the younger one is to be written
        Future<?> younger = threads.submit(() -> {
            disk.parts().segments.active().writeOut();
            return null;
        });
        store.awaitHeldWrite();
        store.release();
        younger.get(10, TimeUnit.SECONDS);

        // Then
        long files = 0;
        try (var all = Files.list(path.resolve("orders-0"))) {
            for (Path one : all.filter(it -> it.toString().endsWith(".log")).toList()) {
                files += Files.size(one);
            }
        }
        assertThat(files).isEqualTo(log.sizeBytes());
    }
}
