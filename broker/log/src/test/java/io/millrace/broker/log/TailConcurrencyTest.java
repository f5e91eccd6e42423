package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.segment.TailLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers at the tail while it is appended to, written out, kept, forgotten and rolled. */
class TailConcurrencyTest {
    private static final int BATCHES = 6_000;
    private static final int READERS = 3;
    private static final int LARGEST_VALUE_BYTES = 20_000;

    @TempDir
    Path path;

    /** The bytes that may be kept and lent: nothing, little, and enough. */
    @ParameterizedTest
    @ValueSource(longs = {0, 200_000, 8 << 20})
    void everyReaderSeesEveryBatchWholeAndInOrder(long keptBytes) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        LogDirectoryConfig config = TestingDirectory.CONFIG.withTails(new TailLimits(1 << 20, keptBytes, keptBytes));
        try (TestingDirectory testing = new TestingDirectory(path).with(config)) {
            // Given
            testing.open();
            PartitionLog log = testing.log("internal.segment.bytes", "2000000");
            List<Callable<Long>> work = new ArrayList<>();
            work.add(() -> write(log));
            for (int reader = 0; reader < READERS; reader++) {
                int maxBytes = 1 + 30_000 * reader;
                work.add(() -> readToEnd(log, maxBytes));
            }
            work.add(() -> {
                while (log.logEndOffset() < BATCHES) {
                    testing.directory().writeOutTails();
                    testing.directory().checkpoint();
                }
                return (long) BATCHES;
            });

            // When
            List<Future<Long>> results = threads.invokeAll(work, 120, TimeUnit.SECONDS);

            // Then
            for (Future<Long> result : results) {
                assertThat(result.get()).isEqualTo(BATCHES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long write(PartitionLog log) {
        Random random = new Random(1);
        for (int batch = 0; batch < BATCHES; batch++) {
            int bytes = random.nextInt(8) == 0 ? random.nextInt(LARGEST_VALUE_BYTES) : random.nextInt(500);
            log.append(TestingBatches.of("x".repeat(bytes)), 0, 1_000, AppendOrigin.CLIENT);
        }
        return log.logEndOffset();
    }

    private static long readToEnd(PartitionLog log, int maxBytes) throws Exception {
        long offset = 0;
        while (offset < BATCHES) {
            try (RecordsSlice slice = log.read(offset, maxBytes, true, log.durableEndOffset())) {
                for (MutableRecordBatch batch :
                        MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                    batch.ensureValid();
                    assertThat(batch.baseOffset()).isEqualTo(offset);
                    offset = batch.nextOffset();
                }
            }
        }
        return offset;
    }
}
