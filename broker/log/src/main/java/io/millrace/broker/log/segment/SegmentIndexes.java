package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The indexes of one segment in memory, and their files. Derived data: whatever is missing or torn is built anew. */
final class SegmentIndexes {
    private final long baseOffset;
    private final OffsetIndex offsets = new OffsetIndex();
    private final TimeIndex times = new TimeIndex();
    private final TransactionIndex transactions;
    private final TransactionIndexFile transactionFile;
    private int bytesSinceEntry;
    private long maxTimestampMs = -1;
    private long offsetOfMaxTimestamp = -1;
    private int flushedOffsets;
    private int flushedTimes;

    SegmentIndexes(long baseOffset) {
        this.baseOffset = baseOffset;
        this.transactions = new TransactionIndex();
        this.transactionFile = new TransactionIndexFile(transactions);
    }

    private SegmentIndexes(SegmentIndexes other) {
        this.baseOffset = other.baseOffset;
        this.transactions = other.transactions;
        this.transactionFile = other.transactionFile;
    }

    /** With the transactions of this one, and no batches: the caller feeds the segment from its start. */
    SegmentIndexes withoutBatches() {
        return new SegmentIndexes(this);
    }

    long baseOffset() {
        return baseOffset;
    }

    OffsetIndex offsets() {
        return offsets;
    }

    TimeIndex times() {
        return times;
    }

    TransactionIndex transactions() {
        return transactions;
    }

    /** The file of the aborted transactions is not what was written; they must be found in the log again. */
    boolean areTransactionsDamaged() {
        return transactionFile.isDamaged();
    }

    long maxTimestampMs() {
        return maxTimestampMs;
    }

    int memoryBytes() {
        return offsets.count() * OffsetIndex.ENTRY_BYTES
                + times.count() * TimeIndex.ENTRY_BYTES
                + transactions.count() * TransactionIndex.ENTRY_BYTES;
    }

    boolean isFlushed() {
        return flushedOffsets == offsets.count() && flushedTimes == times.count() && transactionFile.isFlushed();
    }

    boolean isFull(int indexBytes) {
        return (offsets.count() + 1) * OffsetIndex.ENTRY_BYTES > indexBytes
                || (times.count() + 1) * TimeIndex.ENTRY_BYTES > indexBytes;
    }

    void onBatch(BatchView batch, int position, int intervalBytes) {
        if (batch.maxTimestamp() > maxTimestampMs) {
            maxTimestampMs = batch.maxTimestamp();
            offsetOfMaxTimestamp = batch.lastOffset();
        }
        if (bytesSinceEntry > intervalBytes) {
            offsets.append((int) (batch.lastOffset() - baseOffset), position);
            noteMaxTimestamp();
            bytesSinceEntry = 0;
        }
        bytesSinceEntry += (int) batch.sizeBytes();
    }

    /** So that the last entry of a closed segment tells its largest timestamp. */
    void noteMaxTimestamp() {
        if (offsetOfMaxTimestamp >= 0) {
            times.maybeAppend(maxTimestampMs, (int) (offsetOfMaxTimestamp - baseOffset));
        }
    }

    /** Forgets batches that end at or after {@code offset}; the caller then feeds what remains behind the last entry. */
    void truncateTo(long offset) {
        offsets.truncateToOffset(offset - baseOffset);
        times.truncateToOffset(offset - baseOffset);
        transactions.truncateToOffset(offset);
        transactionFile.truncated();
        flushedOffsets = Math.min(flushedOffsets, offsets.count());
        flushedTimes = Math.min(flushedTimes, times.count());
        maxTimestampMs = times.lastTimestamp();
        offsetOfMaxTimestamp = times.count() == 0 ? -1 : baseOffset + times.lastRelativeOffset();
        bytesSinceEntry = 0;
    }

    /** What the files said was wrong; the caller feeds the segment from its start. */
    void forgetBatches() {
        offsets.truncateToOffset(0);
        times.truncateToOffset(0);
        flushedOffsets = 0;
        flushedTimes = 0;
        maxTimestampMs = times.lastTimestamp();
        offsetOfMaxTimestamp = -1;
        bytesSinceEntry = 0;
    }

    /** False when a file is missing or cannot belong to a segment of this size; both are then empty. */
    boolean load(Path offsetPath, Path timePath, int segmentBytes) throws IOException {
        if (!Files.exists(offsetPath) || !Files.exists(timePath)) {
            return false;
        }
        boolean valid = offsets.decode(ByteBuffer.wrap(Files.readAllBytes(offsetPath)), segmentBytes)
                && times.decode(ByteBuffer.wrap(Files.readAllBytes(timePath)));
        if (!valid) {
            forgetBatches();
            return false;
        }
        flushedOffsets = offsets.count();
        flushedTimes = times.count();
        maxTimestampMs = times.lastTimestamp();
        offsetOfMaxTimestamp = times.count() == 0 ? -1 : baseOffset + times.lastRelativeOffset();
        return true;
    }

    /** See {@link TransactionIndexFile#load}. */
    void loadTransactions(Path path, boolean expected) throws IOException {
        transactionFile.load(path, baseOffset, expected);
    }

    boolean areTransactionsOnDisk() {
        return transactionFile.isOnDisk();
    }

    /** Whoever rebuilds the index begins with nothing. */
    void forgetTransactions() {
        transactionFile.forget();
    }

    /** Writes and syncs the entries that the files lack. */
    void flush(FileStore store, SegmentPaths paths) throws IOException {
        flush(store, paths.offsetIndex(), paths.timeIndex());
        transactionFile.flush(store, paths.transactionIndex());
    }

    private void flush(FileStore store, Path offsetPath, Path timePath) throws IOException {
        flushedOffsets =
                flush(store, offsetPath, offsets.encode(flushedOffsets), flushedOffsets * OffsetIndex.ENTRY_BYTES)
                        / OffsetIndex.ENTRY_BYTES;
        flushedTimes = flush(store, timePath, times.encode(flushedTimes), flushedTimes * TimeIndex.ENTRY_BYTES)
                / TimeIndex.ENTRY_BYTES;
    }

    private static int flush(FileStore store, Path path, ByteBuffer entries, int position) throws IOException {
        int endPosition = position + entries.remaining();
        // A small segment has no entries, and a file that says so is not worth a sync.
        if (!entries.hasRemaining() && (Files.exists(path) ? Files.size(path) == endPosition : endPosition == 0)) {
            return endPosition;
        }
        try (FileChannel channel = store.open(path)) {
            store.truncate(path, channel, position);
            store.write(path, channel, entries, position);
            store.sync(path, channel);
        }
        return endPosition;
    }
}
