package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.broker.log.fault.LogException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that are small on the wire and enormous inside, wherever the log decompresses. */
class DecompressionBombTest {
    private static final int HEADER_BYTES = 61;
    private static final int INSIDE_BYTES = 100 << 20;
    private static final long ALLOCATED_MAX_BYTES = 8 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String[] COMPACTED = {"cleanup.policy", "compact", "max.message.bytes", "100000000"};

    /** What snappy streams begin with, in snappy-java's format. */
    private static final byte[] SNAPPY_HEADER = {-126, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1};

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

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void areRefusedByCompactedTopics(CompressionType codec) throws Exception {
        PartitionLog log = testing.log(COMPACTED);
        ByteBuffer bomb = bomb(codec, INSIDE_BYTES);
        assertRefused(Errors.MESSAGE_TOO_LARGE, () -> append(log, bomb));
        assertThat(append(log, TestingBatches.keyed("k", "v")).baseOffset()).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void areRefusedByTopicsThatInsistOnACodec(CompressionType codec) throws Exception {
        PartitionLog log = testing.log("compression.type", "uncompressed", "max.message.bytes", "100000000");
        ByteBuffer bomb = bomb(codec, INSIDE_BYTES);
        assertRefused(Errors.MESSAGE_TOO_LARGE, () -> append(log, bomb));
        assertThat(append(log, TestingBatches.keyed("k", "v")).baseOffset()).isZero();
    }

    @Test
    void batchesMustBeSmallEnoughAsTheTopicWantsThem() {
        PartitionLog log = testing.log("compression.type", "uncompressed", "max.message.bytes", "100000");
        assertThatThrownBy(() -> append(log, TestingBatches.gzipped("x".repeat(150_000))))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("exceeds max.message.bytes=100000");
        assertThat(append(log, TestingBatches.gzipped("x".repeat(90_000))).baseOffset())
                .isZero();
    }

    @Test
    void snappyBlocksThatOnlyDeclareTheirSizeAreRefusedUnread() {
        PartitionLog log = testing.log(COMPACTED);
        byte[] sixHundredMillion = {-128, -104, -115, -98, 2};

        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, snappy(bytes(500_000_000, 1, 2, 3))));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, snappy(bytes(-2, 1, 2, 3))));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, snappy(bytes(0, 1, 2, 3))));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, snappy(bytes(0x82534e41, 1, 2, 3))));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, snappy(bytes(6, -1, -1, -1, -1, -1, -1))));
        assertRefused(Errors.MESSAGE_TOO_LARGE, () -> append(log, snappy(bytes(5, -128, -104, -115, -98, 2))));
        assertRefused(Errors.MESSAGE_TOO_LARGE, () -> append(log, sealed(CompressionType.SNAPPY, sixHundredMillion)));
        assertRefused(Errors.CORRUPT_MESSAGE, () -> append(log, sealed(CompressionType.SNAPPY, new byte[0])));
    }

    @Test
    void snappyBlocksThatCannotComeToWhatTheyDeclareAreRefusedUnread() {
        PartitionLog log = testing.log(COMPACTED);
        // Sixteen megabytes in eighteen bytes.
        int[] block = {0xa8, 0xff, 0xff, 7, 63, 177, 177, 177, 177, 177, 177, 177, 129, 177, 177, 177, 177, 0};
        byte[] alone = bytes(block.length, block);

        assertRefused(Errors.CORRUPT_MESSAGE, 1 << 20, () -> append(log, snappy(alone)));
        assertRefused(
                Errors.CORRUPT_MESSAGE,
                1 << 20,
                () -> append(log, snappy(Arrays.copyOfRange(alone, alone.length - block.length, alone.length))));
    }

    @Test
    void snappyBlocksWithoutAStreamHeaderAreReadAsEver() throws Exception {
        PartitionLog log = testing.log(COMPACTED);
        // Ten bytes, one literal: a record with the key k and no value.
        byte[] literal = {8, 7 << 2, 14, 0, 0, 0, 2, 'k', 1, 0};
        assertThat(append(log, sealed(CompressionType.SNAPPY, literal)).baseOffset())
                .isZero();
        assertThat(TestingBatches.recordsOf(log, 0)).hasSize(1);
    }

    @Test
    void compactionGivesUpAndTheLogGoesOn() throws Exception {
        // Given: the bomb came while nobody looked inside.
        PartitionLog log = testing.log("internal.segment.bytes", "2000", "max.message.bytes", "100000000");
        append(log, bomb(CompressionType.ZSTD, INSIDE_BYTES));
        append(log, TestingBatches.keyed("k", "x".repeat(2_000)));
        append(log, TestingBatches.keyed("k", "y".repeat(2_000)));
        TestingDirectory.awaitDurable(log);
        log.updateHighWatermark(log.logEndOffset());
        log.updateConfig(TestingDirectory.config(
                "cleanup.policy", "compact", "internal.segment.bytes", "2000", "min.cleanable.dirty.ratio", "0"));

        // When
        long before = THREADS.getCurrentThreadAllocatedBytes();
        testing.directory().checkpoint();
        testing.directory().compactNow();

        // Then
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED_MAX_BYTES);
        assertThat(append(log, TestingBatches.keyed("k", "z")).baseOffset()).isEqualTo(3);
    }

    private static void assertRefused(Errors error, ThrowingCallable work) {
        assertRefused(error, ALLOCATED_MAX_BYTES, work);
    }

    private static void assertRefused(Errors error, long maxBytes, ThrowingCallable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(work).isInstanceOfSatisfying(LogException.class, refused -> assertThat(refused.error())
                .as(refused.getMessage())
                .isEqualTo(error));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(maxBytes);
    }

    private static AppendResult append(PartitionLog log, ByteBuffer batch) {
        return log.append(batch, 3, 1_000, AppendOrigin.CLIENT);
    }

    /** One record with a key, and a value of zeros. */
    private static ByteBuffer bomb(CompressionType codec, int valueBytes) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(32).put(new byte[] {0, 0, 0, 2, 'k'});
        ByteUtils.writeVarint(valueBytes, head);
        head.flip();
        ByteBuffer length = ByteBuffer.allocate(5);
        ByteUtils.writeVarint(head.remaining() + valueBytes + 1, length);
        var compressed = new ByteBufferOutputStream(1 << 16);
        try (OutputStream out = Compression.of(codec).build().wrapForOutput(compressed, RecordBatch.MAGIC_VALUE_V2)) {
            out.write(length.array(), 0, length.position());
            out.write(head.array(), 0, head.remaining());
            byte[] zeros = new byte[1 << 20];
            for (int written = 0; written < valueBytes; written += zeros.length) {
                out.write(zeros);
            }
            out.write(0);
        }
        ByteBuffer body = compressed.buffer().flip();
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return sealed(codec, bytes);
    }

    private static byte[] bytes(int length, int... block) {
        ByteBuffer bytes = ByteBuffer.allocate(SNAPPY_HEADER.length + Integer.BYTES + block.length);
        bytes.put(SNAPPY_HEADER).putInt(length);
        for (int one : block) {
            bytes.put((byte) one);
        }
        return bytes.array();
    }

    private static ByteBuffer snappy(byte[] body) {
        return sealed(CompressionType.SNAPPY, body);
    }

    /** A batch of one record with this body, whatever that is. */
    private static ByteBuffer sealed(CompressionType codec, byte[] body) {
        ByteBuffer header = MemoryRecords.withRecords(
                        Compression.of(codec).build(), new SimpleRecord(1_000, new byte[] {1}, null))
                .buffer();
        return BatchMutations.sealed(ByteBuffer.allocate(HEADER_BYTES + body.length)
                .put(header.slice(0, HEADER_BYTES))
                .put(body)
                .flip());
    }
}
