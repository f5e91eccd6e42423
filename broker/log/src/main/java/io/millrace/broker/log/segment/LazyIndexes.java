package io.millrace.broker.log.segment;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of one segment, in memory for as long as the segment takes appends or a file lacks something of them, and
 * within the bounds of the {@link IndexCache} after that. They are read from their files when they are asked for again, or
 * built anew from the segment if the files do not fit it.
 *
 * <p>Threads: one appends; any reads. This object's monitor guards loading and building, and is held while files are read.
 */
final class LazyIndexes {
    private static final Logger LOGGER = LoggerFactory.getLogger(LazyIndexes.class);
    private static final int SCAN_WINDOW_BYTES = 64 << 10;

    private final SegmentContext context;
    private final SegmentPaths paths;
    private final Supplier<SegmentView> segment;
    private volatile SegmentIndexes indexes;
    private volatile boolean sealed;
    private volatile boolean transactionsOnDisk;
    private volatile long largestTimestampMs = Long.MIN_VALUE;
    private boolean filesLeft;

    /** {@code segment}: what there is of it now; to be closed. */
    LazyIndexes(SegmentContext context, SegmentPaths paths, Supplier<SegmentView> segment) {
        this.context = context;
        this.paths = paths;
        this.segment = segment;
    }

    /** Of an active segment: empty, or as recovery has found them. */
    void install(SegmentIndexes known) {
        indexes = known;
    }

    /** Of an active segment, which always has them in memory. */
    SegmentIndexes active() {
        return indexes;
    }

    SegmentIndexes get() throws IOException {
        SegmentIndexes present = indexes;
        if (!sealed) {
            return present;
        }
        if (present == null) {
            present = loadOrRebuild();
            indexes = present;
        }
        if (present.isFlushed()) {
            context.indexCache().used(this, present.memoryBytes());
        }
        return present;
    }

    /** By the {@link IndexCache}. */
    void unload() {
        indexes = null;
    }

    /** The segment goes, or its indexes must not be dropped. */
    void stayOutOfCache() {
        context.indexCache().forget(this);
    }

    boolean isFlushed() {
        SegmentIndexes present = indexes;
        return present == null || present.isFlushed();
    }

    /** Puts on disk what the files lack. */
    void flush() throws IOException {
        SegmentIndexes present = indexes;
        if (present != null) {
            present.flush(context.store(), paths);
            transactionsOnDisk = present.areTransactionsOnDisk();
            // Closed or not is asked first: what was noted until the segment was closed is then seen as well.
            if (sealed && present.isFlushed()) {
                context.indexCache().used(this, present.memoryBytes());
            }
        }
    }

    /** The segment takes no more appends; what is here stays in memory until {@link #flush} has written it. */
    void seal() {
        indexes.noteMaxTimestamp();
        sealed = true;
    }

    /** As {@link #seal}, of a segment found on disk, whose indexes nobody has looked at. */
    void sealUnread() {
        sealed = true;
    }

    /** The segment takes appends again. */
    void reopen() throws IOException {
        SegmentIndexes present = get();
        // Before they are kept: as long as the cache knows them it may take them away.
        stayOutOfCache();
        indexes = present;
        sealed = false;
    }

    long largestTimestampMs() throws IOException {
        if (!sealed) {
            return indexes.maxTimestampMs();
        }
        if (largestTimestampMs == Long.MIN_VALUE) {
            largestTimestampMs = get().maxTimestampMs();
        }
        return largestTimestampMs;
    }

    /** Ignored if it is known. */
    void addAborted(AbortedTransaction aborted) throws IOException {
        SegmentIndexes present = get();
        present.transactions().maybeAppend(aborted);
        keepUnflushed(present);
    }

    /** What no file has must not be dropped from memory. */
    private void keepUnflushed(SegmentIndexes present) {
        if (sealed && !present.isFlushed()) {
            stayOutOfCache();
            indexes = present;
        }
    }

    TransactionIndex undamagedTransactions() throws IOException {
        SegmentIndexes present = get();
        if (present.areTransactionsDamaged()) {
            throw new LogException(
                    Errors.CORRUPT_MESSAGE, "damaged index of aborted transactions: " + paths.transactionIndex());
        }
        return present.transactions();
    }

    /** False, and empty from then on, if the file of the aborted transactions is damaged or missing. */
    boolean readmitTransactions() throws IOException {
        SegmentIndexes present = get();
        boolean intact = !present.areTransactionsDamaged();
        if (!intact) {
            present.forgetTransactions();
            keepUnflushed(present);
        }
        transactionsOnDisk = present.areTransactionsOnDisk();
        return intact;
    }

    boolean hasTransactionsOnDisk() {
        return transactionsOnDisk;
    }

    void expectTransactionsOnDisk() {
        transactionsOnDisk = true;
    }

    private synchronized SegmentIndexes loadOrRebuild() throws IOException {
        SegmentIndexes loaded = new SegmentIndexes(paths.baseOffset());
        try (SegmentView view = segment.get()) {
            if (!filesLeft
                    && loaded.load(paths.offsetIndex(), paths.timeIndex(), view.sizeBytes())
                    && IndexCheck.endsTrue(loaded, view)) {
                loaded.loadTransactions(paths.transactionIndex(), transactionsOnDisk);
                return loaded;
            }
        }
        SegmentIndexes rebuilt = new SegmentIndexes(paths.baseOffset());
        rebuilt.loadTransactions(paths.transactionIndex(), transactionsOnDisk);
        return rebuild(rebuilt);
    }

    private SegmentIndexes rebuild(SegmentIndexes rebuilt) throws IOException {
        try (SegmentView view = segment.get()) {
            BatchCursor cursor = new BatchCursor(view, 0, view.sizeBytes(), SCAN_WINDOW_BYTES);
            while (cursor.next()) {
                rebuilt.onBatch(cursor.batch(), cursor.position(), SegmentRecovery.REBUILT_INTERVAL_BYTES);
            }
        }
        rebuilt.noteMaxTimestamp();
        if (!filesLeft) {
            rebuilt.flush(context.store(), paths);
        }
        return rebuilt;
    }

    /** They say what the segment does not: those of offsets and times are built anew. */
    synchronized void distrust() throws IOException {
        SegmentIndexes present = indexes;
        if (sealed && present != null && !filesLeft) {
            LOGGER.warn("index does not fit its segment, built anew file={}", paths.offsetIndex());
            indexes = rebuild(present.withoutBatches());
        }
    }

    void deleteFiles() throws IOException {
        for (Path path : List.of(paths.offsetIndex(), paths.timeIndex(), paths.transactionIndex())) {
            Files.deleteIfExists(path);
        }
    }

    /** The files go; those of this name will belong to the segment that takes this one's place. */
    synchronized void leaveFiles() throws IOException {
        filesLeft = true;
        Files.deleteIfExists(paths.offsetIndex());
        Files.deleteIfExists(paths.timeIndex());
    }
}
