package io.millrace.broker.log;

import static io.millrace.broker.log.TestingBatches.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionLogTest {
    @TempDir
    Path path;

    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static AppendResult append(PartitionLog log, ByteBuffer batch) {
        return log.append(batch, 3, 1_000, AppendOrigin.CLIENT);
    }

    private static void assertRefused(Errors error, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(LogException.class, refused -> assertThat(refused.error())
                .isEqualTo(error));
    }

    @Test
    void givesEachRecordTheNextOffsetAndTheLeadersEpoch() throws Exception {
        // Given
        PartitionLog log = testing.log();

        // When
        AppendResult first = append(log, TestingBatches.of("a", "b"));
        AppendResult second = append(log, TestingBatches.gzipped("c", "d", "e"));

        // Then
        assertThat(first).isEqualTo(new AppendResult(0, 1, -1, 0, false));
        assertThat(second).isEqualTo(new AppendResult(2, 4, -1, 0, false));
        assertThat(valuesOf(log, 0)).containsExactly("a", "b", "c", "d", "e");
        try (RecordsSlice slice = log.read(2, 1 << 20, true, 5)) {
            var batch = MemoryRecords.readableRecords(slice.toByteBuffer())
                    .batches()
                    .iterator()
                    .next();
            assertThat(batch.partitionLeaderEpoch()).isEqualTo(3);
        }
    }

    @Test
    void tellsWhenAnAppendIsDurable() throws Exception {
        // Given
        PartitionLog log = testing.log();
        var told = new java.util.concurrent.LinkedBlockingQueue<Long>();
        log.onDurable((partition, endOffset) -> told.add(endOffset));

        // When
        append(log, TestingBatches.of("a", "b"));

        // Then
        assertThat(told.poll(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(log.durableEndOffset()).isEqualTo(2);
    }

    @Test
    void asyncFlushCountsAsDurableAtOnce() {
        // Given
        PartitionLog log = testing.log("flush", "async");

        // When
        append(log, TestingBatches.of("a"));

        // Then
        assertThat(log.durableEndOffset()).isEqualTo(1);
    }

    @Test
    void keepsTheOriginalOffsetWhenABatchIsSentTwice() throws Exception {
        // Given
        PartitionLog log = testing.log();
        for (int sequence = 0; sequence < 10; sequence += 2) {
            append(log, TestingBatches.from(7, 0, sequence, "a" + sequence, "b" + sequence));
        }

        // When
        AppendResult again = append(log, TestingBatches.from(7, 0, 2, "a2", "b2"));

        // Then
        assertThat(again).isEqualTo(new AppendResult(2, 3, -1, 0, true));
        assertThat(log.logEndOffset()).isEqualTo(10);
    }

    @Test
    void refusesSequencesWithAHoleAndStaleEpochs() {
        // Given
        PartitionLog log = testing.log();
        append(log, TestingBatches.from(7, 1, 0, "a"));

        // Then
        assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> append(log, TestingBatches.from(7, 1, 2, "c")));
        assertRefused(Errors.INVALID_PRODUCER_EPOCH, () -> append(log, TestingBatches.from(7, 0, 1, "c")));
        assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> append(log, TestingBatches.from(7, 2, 1, "c")));
        assertThat(append(log, TestingBatches.from(7, 2, 0, "b")).baseOffset()).isEqualTo(1);
    }

    @Test
    void sequencesGoOnFromZeroAfterTheLargestInt() {
        // Given
        PartitionLog log = testing.log();
        append(log, TestingBatches.from(7, 0, Integer.MAX_VALUE - 1, "a", "b", "c"));

        // Then: the three records took MAX-1, MAX and 0.
        assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> append(log, TestingBatches.from(7, 0, 2, "x")));
        assertThat(append(log, TestingBatches.from(7, 0, 1, "d")).baseOffset()).isEqualTo(3);
        assertThat(append(log, TestingBatches.from(7, 0, Integer.MAX_VALUE - 1, "a", "b", "c"))
                        .baseOffset())
                .isEqualTo(0);
    }

    @Test
    void refusesBatchesThatAreDamagedTooLargeOrMalformed() {
        // Given
        PartitionLog log = testing.log("max.message.bytes", "200");
        ByteBuffer flipped = TestingBatches.of("abc");
        flipped.put(flipped.limit() - 1, (byte) (flipped.get(flipped.limit() - 1) ^ 1));
        ByteBuffer shortened = TestingBatches.of("abc");
        shortened.limit(shortened.limit() - 1);
        ByteBuffer old = TestingBatches.of("abc");
        old.put(16, (byte) 1);
        ByteBuffer one = TestingBatches.of("abc");
        ByteBuffer two = ByteBuffer.allocate(one.remaining() * 2)
                .put(one.duplicate())
                .put(one.duplicate())
                .flip();

        // Then
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, flipped));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, shortened));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, ByteBuffer.allocate(10)));
        assertRefused(Errors.UNSUPPORTED_FOR_MESSAGE_FORMAT, () -> append(log, old));
        assertRefused(Errors.INVALID_RECORD, () -> append(log, two));
        assertRefused(Errors.MESSAGE_TOO_LARGE, () -> append(log, TestingBatches.of("x".repeat(300))));
        assertThat(log.logEndOffset()).isEqualTo(0);
        assertThat(log.sizeBytes()).isEqualTo(0);
    }

    @Test
    void compactedTopicsTakeOnlyRecordsWithKeys() {
        // Given
        PartitionLog log = testing.log("cleanup.policy", "compact");

        // Then
        assertRefused(Errors.INVALID_RECORD, () -> append(log, TestingBatches.of("no key")));
        assertThat(append(log, TestingBatches.keyed("k", "v")).baseOffset()).isEqualTo(0);
    }

    @Test
    void refusesRecordsThatAreNotWhatTheHeaderSays() {
        // Given: a valid checksum over a record that declares two gigabytes.
        PartitionLog log = testing.log("cleanup.policy", "compact");
        ByteBuffer bomb = TestingBatches.gzippedBody(new byte[] {-2, -1, -1, -1, 15, 0, 0, 0, 2, 'k'});

        // Then
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, bomb));
        assertThat(log.logEndOffset()).isZero();
    }

    @Test
    void writesBatchesAnewForATopicThatInsistsOnACodec() throws Exception {
        // Given
        PartitionLog log = testing.log("compression.type", "gzip");

        // When
        append(log, TestingBatches.from(7, 0, 0, "a".repeat(500), "b"));
        append(log, TestingBatches.gzipped("c"));
        log.updateConfig(TestingDirectory.config("compression.type", "uncompressed"));
        append(log, TestingBatches.gzipped("d", "e"));

        // Then
        assertThat(valuesOf(log, 0)).containsExactly("a".repeat(500), "b", "c", "d", "e");
        List<String> codecs = new ArrayList<>();
        try (RecordsSlice slice = log.read(0, 1 << 20, true, 5)) {
            MemoryRecords.readableRecords(slice.toByteBuffer())
                    .batches()
                    .forEach(batch -> codecs.add(batch.compressionType().name));
        }
        assertThat(codecs).containsExactly("gzip", "gzip", "none");
        assertThat(append(log, TestingBatches.from(7, 0, 0, "a".repeat(500), "b"))
                        .duplicate())
                .isTrue();
    }

    @Test
    void putsTheBrokersTimeIntoBatchesOfLogAppendTimeTopics() throws Exception {
        // Given
        PartitionLog log = testing.log("message.timestamp.type", "LogAppendTime");

        // When
        AppendResult result = log.append(TestingBatches.at(5, "a", "b"), 0, 777, AppendOrigin.CLIENT);

        // Then
        assertThat(result.logAppendTimeMs()).isEqualTo(777);
        assertThat(TestingBatches.recordsOf(log, 0))
                .allSatisfy(one -> assertThat(one.timestamp()).isEqualTo(777));
    }

    @Test
    void refusesTimestampsFromTheFarFuture() {
        // Given
        PartitionLog log = testing.log();

        // Then
        assertRefused(
                Errors.INVALID_TIMESTAMP,
                () -> log.append(TestingBatches.at(10_000_000, "a"), 0, 1_000, AppendOrigin.CLIENT));
    }

    @Test
    void returnsTheWholeBatchForAnOffsetInsideIt() throws Exception {
        // Given
        PartitionLog log = testing.log();
        append(log, TestingBatches.of("a", "b", "c"));
        append(log, TestingBatches.of("d"));

        // When
        try (RecordsSlice slice = log.read(1, 1, true, 4)) {
            // Then
            var batch = MemoryRecords.readableRecords(slice.toByteBuffer())
                    .batches()
                    .iterator()
                    .next();
            assertThat(batch.baseOffset()).isEqualTo(0);
            assertThat(slice.sizeBytes()).isEqualTo(batch.sizeInBytes());
        }
        try (RecordsSlice none = log.read(1, 1, false, 4)) {
            assertThat(none.isEmpty()).isTrue();
        }
    }

    @Test
    void beginsWithTheBatchThatHoldsTheOffsetWhateverTheSizesOfBatches() throws Exception {
        // Given
        PartitionLog log = testing.log();
        String large = "x".repeat(20_000);
        for (int count = 0; count < 30; count++) {
            append(log, TestingBatches.of(count % 3 == 0 ? "small" : large, count % 5 == 0 ? large : "small"));
        }

        for (long offset = 0; offset < 60; offset++) {
            for (int maxBytes : new int[] {1, 16_384, 45_000, 200_000}) {
                // When
                try (RecordsSlice slice = log.read(offset, maxBytes, true, 60)) {
                    // Then
                    var batches =
                            MemoryRecords.readableRecords(slice.toByteBuffer()).batches();
                    var first = batches.iterator().next();
                    assertThat(first.baseOffset()).isEqualTo(offset / 2 * 2);
                    assertThat(slice.sizeBytes()).isLessThanOrEqualTo(Math.max(maxBytes, first.sizeInBytes()));
                    int whole = 0;
                    for (var batch : batches) {
                        whole += batch.sizeInBytes();
                    }
                    assertThat(whole).isEqualTo(slice.sizeBytes());
                }
            }
        }
    }

    @Test
    void neverServesBatchesAtOrAboveTheGivenEnd() throws Exception {
        // Given
        PartitionLog log = testing.log("index.interval.bytes", "0");
        for (int count = 0; count < 50; count++) {
            append(log, TestingBatches.of("v" + count, "w" + count));
        }

        // Then
        for (long end = 0; end <= 100; end++) {
            for (long from = 0; from <= 100; from += 7) {
                try (RecordsSlice slice = log.read(from, 1 << 20, true, end)) {
                    long last = -1;
                    for (var batch :
                            MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                        last = batch.lastOffset();
                    }
                    long expected = (end / 2) * 2 - 1;
                    assertThat(last).isEqualTo(from <= expected && from < end ? expected : -1);
                }
            }
        }
    }

    @Test
    void refusesOffsetsOutsideOfTheLog() {
        // Given
        PartitionLog log = testing.log();
        append(log, TestingBatches.of("a", "b"));
        log.updateHighWatermark(2);
        log.deleteRecordsBefore(1);

        // Then
        assertRefused(Errors.OFFSET_OUT_OF_RANGE, () -> log.read(0, 100, true, 2));
        assertRefused(Errors.OFFSET_OUT_OF_RANGE, () -> log.read(3, 100, true, 2));
        assertRefused(Errors.OFFSET_OUT_OF_RANGE, () -> log.deleteRecordsBefore(3));
        assertThat(log.read(2, 100, true, 2).isEmpty()).isTrue();
    }

    @Test
    void readsAcrossManySegmentsAndFindsRecordsByTime() throws Exception {
        // Given
        PartitionLog log = testing.log("internal.segment.bytes", "500", "index.interval.bytes", "0");
        for (int count = 0; count < 100; count++) {
            append(log, TestingBatches.at(1_000 + count * 10L, "v" + count));
        }

        // Then
        assertThat(valuesOf(log, 0)).hasSize(100);
        assertThat(valuesOf(log, 37).get(0)).isEqualTo("v37");
        assertThat(log.offsetForTimestamp(1_455, 100)).contains(new TimestampedOffset(1_460, 46, 3));
        assertThat(log.offsetForTimestamp(1_460, 100)).contains(new TimestampedOffset(1_460, 46, 3));
        assertThat(log.offsetForTimestamp(0, 100)).contains(new TimestampedOffset(1_000, 0, 3));
        assertThat(log.offsetForTimestamp(5_000, 100)).isEmpty();
        assertThat(log.offsetForTimestamp(1_455, 40)).isEmpty();
        assertThat(log.offsetOfMaxTimestamp(100)).contains(new TimestampedOffset(1_990, 99, 3));
    }

    @Test
    void cutsEverythingThatWasDerivedFromWhatIsTruncated() throws Exception {
        // Given
        PartitionLog log = testing.log("internal.segment.bytes", "500");
        for (int sequence = 0; sequence < 30; sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, "v" + sequence), sequence / 10, 1_000, AppendOrigin.CLIENT);
        }
        TestingDirectory.awaitDurable(log);

        // When
        log.truncateTo(15);

        // Then
        assertThat(log.logEndOffset()).isEqualTo(15);
        assertThat(log.durableEndOffset()).isEqualTo(15);
        assertThat(log.latestLeaderEpoch()).hasValue(1);
        assertThat(valuesOf(log, 0)).hasSize(15).endsWith("v14");
        assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> append(log, TestingBatches.from(7, 0, 20, "x")));
        assertThat(append(log, TestingBatches.from(7, 0, 15, "again")).baseOffset())
                .isEqualTo(15);
        assertThat(valuesOf(log, 14)).containsExactly("v14", "again");
    }

    @Test
    void restartsEmptyAtAnyOffset() throws Exception {
        // Given
        PartitionLog log = testing.log();
        append(log, TestingBatches.of("a", "b"));

        // When
        log.restartAt(1_000);
        append(log, TestingBatches.of("c"));

        // Then
        assertThat(log.logStartOffset()).isEqualTo(1_000);
        assertThat(valuesOf(log, 1_000)).isEqualTo(List.of("c"));
    }

    @Test
    void answersWhereLeaderEpochsEnd() {
        // Given
        PartitionLog log = testing.log();
        log.append(TestingBatches.of("a", "b"), 1, 1_000, AppendOrigin.CLIENT);
        log.append(TestingBatches.of("c"), 4, 1_000, AppendOrigin.CLIENT);

        // Then
        assertThat(log.endOffsetForEpoch(1)).isEqualTo(new EpochEndOffset(1, 2));
        assertThat(log.endOffsetForEpoch(3)).isEqualTo(new EpochEndOffset(1, 2));
        assertThat(log.endOffsetForEpoch(4)).isEqualTo(new EpochEndOffset(4, 3));
        assertThat(log.endOffsetForEpoch(5)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(log.leaderEpochAt(1)).hasValue(1);
        assertThat(log.leaderEpochAt(2)).hasValue(4);
    }
}
