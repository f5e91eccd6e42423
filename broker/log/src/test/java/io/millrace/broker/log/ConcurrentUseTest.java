package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer a partition, many readers, and the upkeep thread in between. */
class ConcurrentUseTest {
    private static final int PARTITIONS = 3;
    private static final int BATCHES = 2_000;

    @TempDir
    Path path;

    @Test
    void readersSeeWholeBatchesInOrderWhileWritersAndUpkeepWork() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestingDirectory testing = new TestingDirectory(path)) {
            // Given
            testing.open();
            List<Callable<Long>> work = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                PartitionLog log = testing.directory()
                        .create(
                                TestingDirectory.TOPIC_ID,
                                "orders",
                                partition,
                                TestingDirectory.config("internal.segment.bytes", "20000"));
                work.add(() -> write(log));
                work.add(() -> readToEnd(log));
                work.add(() -> readToEnd(log));
            }
            work.add(() -> {
                for (int round = 0; round < 20; round++) {
                    testing.directory().checkpoint();
                    testing.directory().enforceRetention();
                    testing.directory().compactNow();
                }
                return (long) BATCHES;
            });

            // When
            List<Future<Long>> results = threads.invokeAll(work, 60, TimeUnit.SECONDS);

            // Then
            for (Future<Long> result : results) {
                assertThat(result.get()).isEqualTo(BATCHES);
            }
            assertThat(testing.directory().counters().groupCommits()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long write(PartitionLog log) {
        for (int sequence = 0; sequence < BATCHES; sequence++) {
            log.append(TestingBatches.from(1, 0, sequence, "x".repeat(sequence % 150)), 0, 1_000, AppendOrigin.CLIENT);
        }
        return log.logEndOffset();
    }

    private static long readToEnd(PartitionLog log) throws Exception {
        long offset = 0;
        while (offset < BATCHES) {
            try (RecordsSlice slice = log.read(offset, 5_000, true, log.durableEndOffset())) {
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
