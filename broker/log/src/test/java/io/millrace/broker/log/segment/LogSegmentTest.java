package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.file.HookedFileStore;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSegmentTest {
    private static final AbortedTransaction FIRST = new AbortedTransaction(7, 0, 5, 3);
    private static final AbortedTransaction SECOND = new AbortedTransaction(8, 3, 9, 10);

    @TempDir
    Path folder;

    private final HookedFileStore store = new HookedFileStore();
    private final IndexCache cache = new IndexCache(1);
    private final SegmentContext context =
            new SegmentContext(store, new OpenFiles(8), cache, new TailMemory(TailLimits.ofHeap(1 << 30)));

    @Test
    void anAbortThatNoFileHasStaysInMemory() throws IOException {
        // Given: it comes, and the segment is closed, while a checkpoint writes the one before it.
        LogSegment segment = LogSegment.createUnwritten(context, folder, 0);
        segment.addAborted(FIRST);
        store.onNextSync(() -> {
            addAborted(segment, SECOND);
            segment.seal();
        });

        // When: the checkpoint is done, and another segment's indexes are more than there is room for.
        segment.sync(0);
        fillCache();

        // Then
        assertThat(segment.abortedTransactions()).containsExactly(FIRST, SECOND);
        assertThat(segment.needsSync()).isTrue();
    }

    @Test
    void anIndexOfAbortedTransactionsThatVanishesIsNotTakenForAnEmptyOne() throws IOException {
        // Given: nobody has it in memory.
        LogSegment segment = LogSegment.createUnwritten(context, folder, 0);
        segment.addAborted(FIRST);
        segment.seal();
        segment.sync(0);
        fillCache();

        // When
        Files.delete(segment.paths().transactionIndex());

        // Then
        assertThatThrownBy(segment::abortedTransactions)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("damaged index of aborted transactions");
    }

    private void fillCache() {
        LogSegment other = LogSegment.createUnwritten(context, folder, 10);
        cache.used(new LazyIndexes(context, other.paths(), other::view), 2);
    }

    private static void addAborted(LogSegment segment, AbortedTransaction aborted) {
        try {
            segment.addAborted(aborted);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
