package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code .log} file with its indexes, and what the file does not have yet. An append is written first and published
 * afterwards, so that a caller can take it back when the write-ahead log refuses it.
 */
public final class LogSegment {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogSegment.class);
    private static final int SCAN_WINDOW_BYTES = 64 << 10;

    private final SegmentContext context;
    private final SegmentPaths paths;
    private final long baseOffset;
    private final SegmentFile file;
    private final SegmentTail tail;
    private final VerifiedRanges verified;
    private volatile SegmentIndexes indexes;
    private volatile boolean sealed;
    private volatile long nextOffset;
    private volatile long largestTimestampMs = Long.MIN_VALUE;
    private boolean indexFilesLeft;
    private int syncedBytes;

    private LogSegment(SegmentContext context, Path directory, long baseOffset, int sizeBytes) {
        this.context = context;
        this.paths = new SegmentPaths(directory, baseOffset);
        this.baseOffset = baseOffset;
        this.file = new SegmentFile(context.store(), context.openFiles(), paths.log());
        this.tail = new SegmentTail(context.tails(), file, sizeBytes);
        this.syncedBytes = sizeBytes;
        this.verified = new VerifiedRanges(sizeBytes);
        this.nextOffset = baseOffset;
    }

    /** A new, empty, active segment in a directory that has no file of it; the first write makes its file. */
    public static LogSegment createUnwritten(SegmentContext context, Path directory, long baseOffset) {
        LogSegment segment = new LogSegment(context, directory, baseOffset, 0);
        segment.indexes = new SegmentIndexes(baseOffset);
        return segment;
    }

    /** A new, empty, active segment; what is on disk under its name goes. */
    public static LogSegment create(SegmentContext context, Path directory, long baseOffset) throws IOException {
        LogSegment segment = createUnwritten(context, directory, baseOffset);
        segment.deleteIndexFiles();
        segment.file.truncate(0);
        return segment;
    }

    /** A closed segment found on disk; {@code nextOffset} is the base offset of the one behind it. */
    static LogSegment openSealed(SegmentContext context, Path log, long nextOffset) throws IOException {
        LogSegment segment = open(context, log);
        segment.sealed = true;
        segment.nextOffset = nextOffset;
        return segment;
    }

    /** A segment found on disk that {@link SegmentRecovery} must look at before it can be used. */
    static LogSegment open(SegmentContext context, Path log) throws IOException {
        int size = Math.toIntExact(Files.size(log));
        return new LogSegment(context, log.getParent(), SegmentPaths.baseOffsetOf(log), size);
    }

    public long baseOffset() {
        return baseOffset;
    }

    public int sizeBytes() {
        return tail.sizeBytes();
    }

    /** The offset behind the last record; for closed segments the next segment's base offset. */
    public long nextOffset() {
        return nextOffset;
    }

    /** True while bytes or index entries of this segment are not on disk. */
    public boolean needsSync() {
        SegmentIndexes present = indexes;
        return syncedBytes < tail.sizeBytes() || (present != null && !present.isFlushed());
    }

    /** True while no byte of the file was synced: then its name may not be on disk either. */
    public boolean isNameUnsynced() {
        return syncedBytes == 0 && tail.sizeBytes() > 0;
    }

    public boolean isIndexFull(int indexBytes) {
        return indexes.isFull(indexBytes);
    }

    SegmentFile file() {
        return file;
    }

    SegmentPaths paths() {
        return paths;
    }

    VerifiedRanges verified() {
        return verified;
    }

    /** Writes behind the published bytes without publishing; on failure nothing has happened. */
    public void write(BatchView batch, AppendTarget target) throws IOException {
        if (target == AppendTarget.FILE) {
            tail.writeOut();
        }
        tail.append(batch.bytes(), batch.baseOffset());
        if (target == AppendTarget.FILE) {
            try {
                file.write(batch.bytes(), tail.sizeBytes());
            } catch (IOException failure) {
                takeBack(target);
                throw failure;
            }
        }
    }

    /** Removes what {@link #write} wrote and nobody has seen. */
    public void takeBack(AppendTarget target) throws IOException {
        tail.takeBack();
        if (target == AppendTarget.FILE) {
            file.truncate(tail.sizeBytes());
        }
    }

    /** Makes a written batch visible to readers. Order matters: readers take the size first, then the offset. */
    public void publish(BatchView batch, int indexIntervalBytes, AppendTarget target) {
        int position = tail.sizeBytes();
        indexes.onBatch(batch, position, indexIntervalBytes);
        nextOffset = batch.nextOffset();
        tail.publish(position + (int) batch.sizeBytes(), target == AppendTarget.FILE);
    }

    /** What there is now, wherever it is; to be closed. */
    SegmentView view() {
        return new SegmentView(tail, file);
    }

    /** The segment before this one was closed just now. */
    void follow(LogSegment closed) {
        tail.follow(closed.tail);
    }

    /** Gives the file what only memory has. */
    public void writeOut() throws IOException {
        tail.writeOut();
    }

    /** As {@link #writeOut}, and keeps nothing in memory. */
    void leaveMemory() throws IOException {
        tail.writeOut();
        tail.dropWritten();
    }

    /** Notes a transaction whose abort marker stands in this segment; ignored if it is known. */
    public void addAborted(AbortedTransaction aborted) throws IOException {
        SegmentIndexes present = indexes();
        present.transactions().maybeAppend(aborted);
        keepUnflushed(present);
    }

    /** What no file has must not be dropped from memory. */
    private void keepUnflushed(SegmentIndexes present) {
        if (sealed && !present.isFlushed()) {
            context.indexCache().forget(this);
            indexes = present;
        }
    }

    /** All transactions whose abort markers stand in this segment. */
    public List<AbortedTransaction> abortedTransactions() throws IOException {
        return undamagedTransactions().all();
    }

    /** Adds those that overlap a range of offsets; true if no later segment can have more. */
    public boolean collectAborted(long fromOffset, long endOffsetExclusive, List<AbortedTransaction> found)
            throws IOException {
        return undamagedTransactions().collect(fromOffset, endOffsetExclusive, found);
    }

    /** False, and empty from then on, if the file of the aborted transactions is damaged. */
    public boolean readmitTransactions() throws IOException {
        SegmentIndexes present = indexes();
        boolean intact = !present.areTransactionsDamaged();
        if (!intact) {
            present.forgetTransactions();
            keepUnflushed(present);
        }
        return intact;
    }

    private TransactionIndex undamagedTransactions() throws IOException {
        SegmentIndexes present = indexes();
        if (present.areTransactionsDamaged()) {
            throw new LogException(
                    Errors.CORRUPT_MESSAGE, "damaged index of aborted transactions: " + paths.transactionIndex());
        }
        return present.transactions();
    }

    /** Closes the segment for appends. Its indexes stay in memory until {@link #sync} has written them. */
    public void seal() {
        indexes.noteMaxTimestamp();
        sealed = true;
    }

    /** Puts the first {@code upToBytes} and the index entries on disk. */
    public void sync(int upToBytes) throws IOException {
        if (syncedBytes < upToBytes) {
            tail.writeOut();
            file.sync();
            syncedBytes = upToBytes;
        }
        SegmentIndexes present = indexes;
        if (present != null) {
            present.flush(context.store(), paths);
            // Closed or not is asked first: what was noted until the segment was closed is then seen as well.
            if (sealed && present.isFlushed()) {
                context.indexCache().used(this, present.memoryBytes());
            }
        }
    }

    public long largestTimestampMs() throws IOException {
        if (!sealed) {
            return indexes.maxTimestampMs();
        }
        if (largestTimestampMs == Long.MIN_VALUE) {
            largestTimestampMs = indexes().maxTimestampMs();
        }
        return largestTimestampMs;
    }

    /** The time of the first batch; {@link Long#MAX_VALUE} if it has none. */
    public long firstTimestampMs() throws IOException {
        try (SegmentView view = view()) {
            BatchCursor cursor = new BatchCursor(view, 0, view.sizeBytes(), BatchView.HEADER_BYTES);
            boolean hasTime = cursor.next() && cursor.batch().maxTimestamp() >= 0;
            return hasTime ? cursor.batch().maxTimestamp() : Long.MAX_VALUE;
        }
    }

    SegmentIndexes indexes() throws IOException {
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

    void unloadIndexes() {
        indexes = null;
    }

    private synchronized SegmentIndexes loadOrRebuild() throws IOException {
        SegmentIndexes loaded = new SegmentIndexes(baseOffset);
        if (!indexFilesLeft
                && loaded.load(paths.offsetIndex(), paths.timeIndex(), tail.sizeBytes())
                && endsTrue(loaded)) {
            loaded.loadTransactions(paths.transactionIndex());
            return loaded;
        }
        SegmentIndexes rebuilt = new SegmentIndexes(baseOffset);
        rebuilt.loadTransactions(paths.transactionIndex());
        return rebuild(rebuilt);
    }

    private SegmentIndexes rebuild(SegmentIndexes rebuilt) throws IOException {
        try (SegmentView view = view()) {
            BatchCursor cursor = new BatchCursor(view, 0, view.sizeBytes(), SCAN_WINDOW_BYTES);
            while (cursor.next()) {
                rebuilt.onBatch(cursor.batch(), cursor.position(), SegmentRecovery.REBUILT_INTERVAL_BYTES);
            }
        }
        rebuilt.noteMaxTimestamp();
        if (!indexFilesLeft) {
            rebuilt.flush(context.store(), paths);
        }
        return rebuilt;
    }

    private boolean endsTrue(SegmentIndexes loaded) throws IOException {
        try (SegmentView view = view()) {
            return IndexCheck.endsTrue(loaded, view);
        }
    }

    /** The offset index says what the segment does not: both indexes are built anew. */
    synchronized void distrustIndexes() throws IOException {
        SegmentIndexes present = indexes;
        if (sealed && present != null && !indexFilesLeft) {
            LOGGER.warn("index does not fit its segment, built anew file={}", paths.offsetIndex());
            indexes = rebuild(present.withoutBatches());
        }
    }

    private void deleteIndexFiles() throws IOException {
        for (Path path : List.of(paths.offsetIndex(), paths.timeIndex(), paths.transactionIndex())) {
            Files.deleteIfExists(path);
        }
    }

    /** The index files go; those of this name will belong to the segment that takes this one's place. */
    synchronized void leaveIndexFiles() throws IOException {
        indexFilesLeft = true;
        Files.deleteIfExists(paths.offsetIndex());
        Files.deleteIfExists(paths.timeIndex());
    }

    /** Installs what recovery has found out. */
    void recovered(SegmentIndexes recoveredIndexes, int validBytes, int validatedFrom, long endOffset) {
        indexes = recoveredIndexes;
        nextOffset = endOffset;
        tail.recovered(validBytes);
        syncedBytes = Math.min(syncedBytes, validBytes);
        verified.truncateTo(validatedFrom);
    }

    /** Bytes from here on have not been synced by this process. */
    void markUnsyncedFrom(int position) {
        syncedBytes = Math.min(syncedBytes, position);
    }

    /** Cuts the published size and the file, and puts the cut on disk: what was removed must not come back. */
    void cutTo(int newSizeBytes, long newNextOffset) throws IOException {
        nextOffset = newNextOffset;
        verified.truncateTo(newSizeBytes);
        tail.cutTo(newSizeBytes);
        file.sync();
        syncedBytes = newSizeBytes;
    }

    /** Reopens the segment for appends after a cut. The file itself is cut by the caller. */
    void reopen() throws IOException {
        indexes = indexes();
        context.indexCache().forget(this);
        sealed = false;
    }

    /** The files get another name and vanish from the log; holders of slices go on reading. */
    public void markDeleted() throws IOException {
        tail.discard();
        context.indexCache().forget(this);
        deleteIndexFiles();
        file.rename(Path.of(paths.log() + SegmentPaths.DELETED_SUFFIX));
    }

    /** Removes the file after {@link #markDeleted}. */
    public void deleteFile() throws IOException {
        file.retire();
        Files.deleteIfExists(file.path());
    }

    /** Nothing that only memory has is written any more. */
    public void discardTail() {
        tail.discard();
    }

    /** Closes the file once nobody holds it; used when the whole partition goes. What only memory has goes with it. */
    public void retire() throws IOException {
        tail.discard();
        context.indexCache().forget(this);
        file.retire();
    }

    public void moved(Path newDirectory) {
        file.moved(newDirectory);
    }
}
