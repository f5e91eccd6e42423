package io.millrace.integration.fuzz;

import io.millrace.broker.log.AppendOrigin;
import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.LogDirectoryConfig;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.log.wal.WalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * A data directory with one of its files replaced by the input: it opens, or is refused by name; and what can be read
 * then, reads. The first byte of the input chooses the file, and whether its checksum is made to fit.
 */
public final class StoredFilesTarget {

    private static final int SEALED = 0x80;
    private static final Uuid TOPIC_ID = new Uuid(1, 2);
    private static final LogDirectoryConfig CONFIG =
            LogDirectoryConfig.of("fuzz", 1).withWal(new WalSettings(256 << 10, 2, 32 << 10, 10_000));

    /** What a start takes with files as they should be, several times over. */
    private static final long ALLOWED_BYTES = 48 << 20;

    /** Where each file is, and what is in it. */
    private static final Map<Path, byte[]> FILES = new TreeMap<>();

    private StoredFilesTarget() {}

    /** Every file as it should be. */
    static void writeCorpus(Path corpus, Path scratch) throws Exception {
        List<Path> names = prepare(scratch);
        for (int index = 0; index < names.size(); index++) {
            byte[] content = FILES.get(names.get(index));
            ByteBuffer input = ByteBuffer.allocate(1 + content.length);
            Files.write(
                    corpus.resolve("file-" + index),
                    input.put((byte) index).put(content).array());
            Files.write(
                    corpus.resolve("sealed-" + index),
                    input.put(0, (byte) (index | SEALED)).array());
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        List<Path> names = prepare(FuzzFolder.create());
        Path victim = names.get((input[0] & 0x7f) % names.size());
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        if ((input[0] & SEALED) != 0) {
            seal(victim, ByteBuffer.wrap(content));
        }
        AllocatedBytes.requireAtMost(ALLOWED_BYTES, () -> openWith(victim, content));
    }

    private static void seal(Path victim, ByteBuffer content) {
        String name = victim.toString();
        if (name.endsWith(".log")) {
            Checksums.sealBatch(content);
        } else if (name.endsWith(".snapshot")) {
            Checksums.sealSnapshot(content);
        }
    }

    private static void openWith(Path victim, byte[] content) {
        Path folder = FuzzFolder.create();
        try {
            for (Map.Entry<Path, byte[]> file : FILES.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getKey().equals(victim) ? content : file.getValue());
            }
            openAndRead(folder, victim);
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void openAndRead(Path folder, Path victim) throws IOException {
        try (LogDirectory directory = LogDirectory.open(folder, CONFIG, () -> 1_000)) {
            for (PartitionLog log : directory.logs()) {
                read(log);
            }
        } catch (DirectoryRefusedException refused) {
            if (!refused.getMessage().contains(victim.getFileName().toString())) {
                throw new AssertionError("refused, and " + victim + " is not named", refused);
            }
        }
    }

    private static void read(PartitionLog log) throws IOException {
        try {
            long offset = log.logStartOffset();
            log.offsetForTimestamp(1_000, log.logEndOffset());
            log.abortedTransactions(offset, log.logEndOffset());
            while (offset < log.logEndOffset()) {
                long next = readFrom(log, offset);
                if (next <= offset) {
                    return;
                }
                offset = next;
            }
        } catch (LogException refused) {
            if (refused.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
        }
    }

    private static long readFrom(PartitionLog log, long offset) throws IOException {
        long next = offset;
        try (RecordsSlice slice = log.read(offset, 1 << 20, true, log.logEndOffset())) {
            for (MutableRecordBatch batch :
                    MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                batch.ensureValid();
                next = batch.nextOffset();
            }
        }
        return next;
    }

    /** The files of a broker that was killed: segments with all that goes with them, and a write-ahead log in use. */
    private static List<Path> prepare(Path scratch) throws Exception {
        if (FILES.isEmpty()) {
            try (LogDirectory directory = LogDirectory.open(scratch, CONFIG, () -> 1_000)) {
                fill(directory);
                collect(scratch);
            }
            delete(scratch);
        }
        return List.copyOf(FILES.keySet());
    }

    private static void fill(LogDirectory directory) {
        Map<String, String> settings = Map.of("internal.segment.bytes", "2000", "index.interval.bytes", "200");
        PartitionLog log = directory.create(TOPIC_ID, "orders", 0, LogConfig.parse(settings));
        for (int sequence = 0; sequence < 40; sequence++) {
            SimpleRecord one =
                    new SimpleRecord(1_000 + sequence, null, ("value " + sequence).getBytes(StandardCharsets.UTF_8));
            log.append(
                    MemoryRecords.withTransactionalRecords(Compression.NONE, 7, (short) 0, sequence, one)
                            .buffer(),
                    sequence / 15,
                    1_000,
                    AppendOrigin.CLIENT);
            if (sequence % 10 == 9) {
                log.appendMarker(new TransactionMarker(7, (short) 0, 0, sequence % 20 == 9, (short) 0), 3, 1_000);
            }
        }
        while (log.durableEndOffset() < log.logEndOffset()) {
            LockSupport.parkNanos(1_000_000);
        }
        log.updateHighWatermark(log.logEndOffset());
    }

    private static void collect(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .toList()) {
                FILES.put(folder.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
