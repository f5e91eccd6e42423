package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One {@code .log} file with its indexes, and what the file does not have yet. An append is written first and published
 * afterwards, so that a caller can take it back when the write-ahead log refuses it.
 */
public final class LogSegment {
    private final SegmentPaths paths;
    private final long baseOffset;
    private final SegmentFile file;
    private final SegmentTail tail;
    private final LazyIndexes indexes;
    private final VerifiedRanges verified;
    private volatile long nextOffset;
    private int syncedBytes;

    private LogSegment(SegmentContext context, Path directory, long baseOffset, int sizeBytes) {
        this.paths = new SegmentPaths(directory, baseOffset);
        this.baseOffset = baseOffset;
        this.file = new SegmentFile(context.store(), context.openFiles(), paths.log());
        this.tail = new SegmentTail(context.tails(), file, sizeBytes);
        this.indexes = new LazyIndexes(context, paths, this::view);
        this.syncedBytes = sizeBytes;
        this.verified = new VerifiedRanges(sizeBytes);
        this.nextOffset = baseOffset;
    }

    /** A new, empty, active segment in a directory that has no file of it; the first write makes its file. */
    public static LogSegment createUnwritten(SegmentContext context, Path directory, long baseOffset) {
        LogSegment segment = new LogSegment(context, directory, baseOffset, 0);
        segment.indexes.install(new SegmentIndexes(baseOffset));
        return segment;
    }

    /** A new, empty, active segment; what is on disk under its name goes. */
    public static LogSegment create(SegmentContext context, Path directory, long baseOffset) throws IOException {
        LogSegment segment = createUnwritten(context, directory, baseOffset);
        segment.indexes.deleteFiles();
        segment.file.truncate(0);
        return segment;
    }

    /**
     * Sees to it that a file stands for this segment, written or not, before there is one of a later segment: a log whose
     * first file is missing would seem to begin at the second.
     */
    void makeFile() throws IOException {
        if (tail.writtenBytes() == 0) {
            file.hold();
            file.release();
        }
    }

    /** A closed segment found on disk; {@code nextOffset} is the base offset of the one behind it. */
    static LogSegment openSealed(SegmentContext context, Path log, long nextOffset) throws IOException {
        LogSegment segment = open(context, log);
        segment.indexes.sealUnread();
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
        return syncedBytes < tail.sizeBytes() || !indexes.isFlushed();
    }

    /** True while no byte of the file was synced: then its name may not be on disk either. */
    public boolean isNameUnsynced() {
        return syncedBytes == 0 && tail.sizeBytes() > 0;
    }

    public boolean isIndexFull(int indexBytes) {
        return indexes.active().isFull(indexBytes);
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
        indexes.active().onBatch(batch, position, indexIntervalBytes);
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
        indexes.addAborted(aborted);
    }

    /** Whether an index of aborted transactions is on disk, which most segments rightly lack. */
    public boolean hasTransactionsOnDisk() {
        return indexes.hasTransactionsOnDisk();
    }

    /** There must be one: if it is missing now, it is damaged. */
    void expectTransactionsOnDisk() {
        indexes.expectTransactionsOnDisk();
    }

    /** All transactions whose abort markers stand in this segment. */
    public List<AbortedTransaction> abortedTransactions() throws IOException {
        return indexes.undamagedTransactions().all();
    }

    /** Adds those that overlap a range of offsets; true if no later segment can have more. */
    public boolean collectAborted(long fromOffset, long endOffsetExclusive, List<AbortedTransaction> found)
            throws IOException {
        return indexes.undamagedTransactions().collect(fromOffset, endOffsetExclusive, found);
    }

    /** False, and empty from then on, if the file of the aborted transactions is damaged or missing. */
    public boolean readmitTransactions() throws IOException {
        return indexes.readmitTransactions();
    }

    /** Closes the segment for appends. Its indexes stay in memory until {@link #sync} has written them. */
    public void seal() {
        indexes.seal();
    }

    /** Puts the first {@code upToBytes} and the index entries on disk. */
    public void sync(int upToBytes) throws IOException {
        if (syncedBytes < upToBytes) {
            tail.writeOut();
            file.sync();
            syncedBytes = upToBytes;
        }
        indexes.flush();
    }

    public long largestTimestampMs() throws IOException {
        return indexes.largestTimestampMs();
    }

    /**
     * What its age counts from: its largest timestamp, or the last write to its file if its records have none, as in
     * Kafka. -1 if there is neither.
     */
    public long lastTimeMs() throws IOException {
        long largestTimestampMs = largestTimestampMs();
        return largestTimestampMs >= 0 || sizeBytes() == 0 ? largestTimestampMs : file.lastModifiedMs();
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
        return indexes.get();
    }

    /** The index says what the segment does not: it is built anew. */
    void distrustIndexes() throws IOException {
        indexes.distrust();
    }

    /** The index files go; those of this name will belong to the segment that takes this one's place. */
    void leaveIndexFiles() throws IOException {
        indexes.leaveFiles();
    }

    /** Installs what recovery has found out. */
    void recovered(SegmentIndexes recoveredIndexes, int validBytes, int validatedFrom, long endOffset) {
        indexes.install(recoveredIndexes);
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
        indexes.reopen();
    }

    /** The files get another name and vanish from the log; holders of slices go on reading. */
    public void markDeleted() throws IOException {
        tail.discard();
        indexes.stayOutOfCache();
        indexes.deleteFiles();
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
        indexes.stayOutOfCache();
        file.retire();
    }

    public void moved(Path newDirectory) {
        file.moved(newDirectory);
    }
}
