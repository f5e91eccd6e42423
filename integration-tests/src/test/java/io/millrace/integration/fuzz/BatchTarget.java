package io.millrace.integration.fuzz;

import io.millrace.broker.log.AppendOrigin;
import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.LogDirectoryConfig;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.wal.WalSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * A batch from a client, offered to a real log: refused with the log's own exception and nothing changed, or taken and
 * readable. The first byte of the input chooses the topic's configuration, and whether length and checksum are made to
 * fit, without which hardly a mutation would get past them.
 */
public final class BatchTarget {

    static final int SEALED = 0x80;

    private static final List<Map<String, String>> CONFIGS = List.of(
            Map.of("flush", "async"),
            Map.of("flush", "async", "cleanup.policy", "compact"),
            Map.of("flush", "async", "compression.type", "uncompressed"),
            Map.of("flush", "async", "compression.type", "zstd"),
            Map.of("flush", "async", "message.timestamp.type", "LogAppendTime"));

    /** The largest record batch of a topic may be decompressed whole. */
    private static final long ALLOWED_BYTES = 16 << 20;

    private static final int TRUNCATE_AT_BYTES = 4 << 20;

    private BatchTarget() {}

    /** Opened by the fuzzer's process alone. */
    private static final class Opened {
        private static final List<PartitionLog> LOGS = open();
    }

    /** Batches of all codecs, plain, idempotent, transactional and a marker, for each configuration. */
    static void writeCorpus(Path folder) throws IOException {
        for (int config = 0; config < CONFIGS.size(); config++) {
            for (ByteBuffer batch : batches()) {
                ByteBuffer input = ByteBuffer.allocate(1 + batch.remaining());
                input.put((byte) (config | SEALED)).put(batch);
                Files.write(
                        folder.resolve("config-" + config + "-" + Long.toHexString(input.hashCode())), input.array());
            }
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        PartitionLog log = Opened.LOGS.get((input[0] & 0x7f) % CONFIGS.size());
        if (log.sizeBytes() > TRUNCATE_AT_BYTES) {
            log.truncateTo(0);
        }
        AllocatedBytes.requireAtMost(ALLOWED_BYTES, () -> offer(log, input));
    }

    private static void offer(PartitionLog log, byte[] input) {
        ByteBuffer batch = ByteBuffer.wrap(input.clone(), 1, input.length - 1).slice();
        if ((input[0] & SEALED) != 0) {
            Checksums.sealBatch(batch);
        }
        long end = log.logEndOffset();
        try {
            if (log.append(batch, 3, 1_000, AppendOrigin.CLIENT).baseOffset() >= end) {
                requireReadable(log, end);
            }
        } catch (LogException refused) {
            if (log.logEndOffset() != end || refused.getMessage().isBlank()) {
                throw new AssertionError("refused, and yet something changed or nothing was said", refused);
            }
        }
    }

    private static void requireReadable(PartitionLog log, long offset) {
        try (RecordsSlice slice = log.read(offset, 1, true, log.logEndOffset())) {
            MutableRecordBatch batch = MemoryRecords.readableRecords(slice.toByteBuffer())
                    .batches()
                    .iterator()
                    .next();
            batch.ensureValid();
            if (batch.baseOffset() != offset || batch.nextOffset() != log.logEndOffset()) {
                throw new AssertionError(batch + " is not at " + offset + " to " + log.logEndOffset());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<PartitionLog> open() {
        LogDirectory directory = LogDirectory.open(
                FuzzFolder.create(),
                LogDirectoryConfig.of("fuzz", 1).withWal(new WalSettings(4 << 20, 4, 2 << 20, 10_000)),
                () -> 1_000);
        List<PartitionLog> logs = new ArrayList<>();
        for (Map<String, String> config : CONFIGS) {
            logs.add(directory.create(new Uuid(1, 1 + logs.size()), "fuzz-" + logs.size(), 0, LogConfig.parse(config)));
        }
        return logs;
    }

    private static List<ByteBuffer> batches() {
        List<ByteBuffer> batches = new ArrayList<>();
        for (CompressionType codec : CompressionType.values()) {
            Compression compression = Compression.of(codec).build();
            batches.add(MemoryRecords.withRecords(compression, records()).buffer());
            batches.add(MemoryRecords.withIdempotentRecords(compression, 7, (short) 0, 0, records())
                    .buffer());
            batches.add(MemoryRecords.withTransactionalRecords(compression, 8, (short) 0, 0, records())
                    .buffer());
        }
        return batches;
    }

    private static SimpleRecord[] records() {
        Header[] headers = {new RecordHeader("kind", new byte[] {7})};
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        return new SimpleRecord[] {
            new SimpleRecord(1_000, key, "one".getBytes(StandardCharsets.UTF_8), headers),
            new SimpleRecord(1_001, key, "two ".repeat(50).getBytes(StandardCharsets.UTF_8)),
            new SimpleRecord(1_002, key, null)
        };
    }
}
