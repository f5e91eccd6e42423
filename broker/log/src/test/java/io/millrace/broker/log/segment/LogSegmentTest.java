package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        cache.used(LogSegment.createUnwritten(context, folder, 10), 2);

        // Then
        assertThat(segment.abortedTransactions()).containsExactly(FIRST, SECOND);
        assertThat(segment.needsSync()).isTrue();
    }

    private static void addAborted(LogSegment segment, AbortedTransaction aborted) {
        try {
            segment.addAborted(aborted);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
