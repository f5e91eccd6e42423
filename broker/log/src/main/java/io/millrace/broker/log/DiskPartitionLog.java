package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.transaction.ActiveProducer;
import io.millrace.broker.log.transaction.OngoingTransaction;
import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.log.wal.DurabilityCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A partition's log on disk: gives each duty to the part that has it, under the right lock. */
final class DiskPartitionLog implements PartitionLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskPartitionLog.class);
    private static final DurabilityListener NOBODY = (log, durableEndOffset) -> {};

    private final LogParts parts;
    private final LogAppender appender;
    private final LogReader reader;
    private final LogCutter cutter;
    private final LogCheckpointer checkpointer;
    private final RemovedFiles removedFiles;
    private volatile DurabilityListener durabilityListener = NOBODY;

    DiskPartitionLog(LogParts parts, RemovedFiles removedFiles, boolean hasProducers) {
        this.parts = parts;
        this.removedFiles = removedFiles;
        this.checkpointer = new LogCheckpointer(parts, hasProducers);
        this.appender = new LogAppender(parts, checkpointer, new DurabilityCursor(this::becameDurable));
        this.reader = new LogReader(parts);
        this.cutter = new LogCutter(parts);
    }

    LogParts parts() {
        return parts;
    }

    LogAppender appender() {
        return appender;
    }

    LogCutter cutter() {
        return cutter;
    }

    LogCheckpointer checkpointer() {
        return checkpointer;
    }

    @Override
    public Uuid topicId() {
        return parts.identity.topicId();
    }

    @Override
    public String topic() {
        return parts.identity.topic();
    }

    @Override
    public int partition() {
        return parts.identity.partition();
    }

    @Override
    public LogConfig config() {
        return parts.config;
    }

    @Override
    public void updateConfig(LogConfig config) {
        if (parts.config.asyncFlush() && !config.asyncFlush()) {
            appender.secureUnlogged();
            locked(() -> secureAll(config));
        }
        parts.config = config;
        parts.configured = true;
    }

    @Override
    public AppendResult append(ByteBuffer batch, int leaderEpoch, long nowMs, AppendOrigin origin) {
        return appender.append(batch, leaderEpoch, nowMs, origin);
    }

    @Override
    public void appendAsFollower(ByteBuffer batches) {
        appender.appendAsFollower(batches);
    }

    @Override
    public void beginLeaderEpoch(int leaderEpoch) {
        parts.appending.lock();
        try {
            if (!parts.isRefused()) {
                // A term without records is not worth a sync: the next checkpoint with records writes it down.
                parts.epochs.begin(leaderEpoch, parts.logEndOffset);
            }
        } finally {
            parts.appending.unlock();
        }
    }

    @Override
    public long logStartOffset() {
        return parts.logStartOffset;
    }

    @Override
    public long logEndOffset() {
        return parts.logEndOffset;
    }

    @Override
    public long durableEndOffset() {
        return parts.durableEndOffset;
    }

    @Override
    public void onDurable(DurabilityListener listener) {
        durabilityListener = listener;
    }

    @Override
    public long highWatermark() {
        return Math.max(parts.highWatermark, parts.logStartOffset);
    }

    @Override
    public void updateHighWatermark(long offset) {
        parts.raiseHighWatermark(offset);
    }

    @Override
    public long lastStableOffset() {
        return parts.lastStableOffset();
    }

    @Override
    public AppendResult appendMarker(TransactionMarker marker, int leaderEpoch, long nowMs) {
        return appender.append(marker, leaderEpoch, nowMs);
    }

    @Override
    public Optional<OngoingTransaction> ongoingTransaction(long producerId) {
        parts.appending.lock();
        try {
            return parts.producers.ongoing(producerId);
        } finally {
            parts.appending.unlock();
        }
    }

    @Override
    public List<ActiveProducer> activeProducers() {
        parts.appending.lock();
        try {
            return parts.producers.active(parts.directory.clock().producerTime());
        } finally {
            parts.appending.unlock();
        }
    }

    @Override
    public List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffsetExclusive) {
        return reader.abortedTransactions(fromOffset, endOffsetExclusive);
    }

    @Override
    public RecordsSlice read(long offset, int maxBytes, boolean minOneBatch, long endOffsetExclusive) {
        return reader.read(offset, maxBytes, minOneBatch, endOffsetExclusive);
    }

    @Override
    public Optional<TimestampedOffset> offsetForTimestamp(long timestampMs, long endOffsetExclusive) {
        return reader.offsetForTimestamp(timestampMs, endOffsetExclusive);
    }

    @Override
    public Optional<TimestampedOffset> offsetOfMaxTimestamp(long endOffsetExclusive) {
        return reader.offsetOfMaxTimestamp(endOffsetExclusive);
    }

    @Override
    public OptionalInt latestLeaderEpoch() {
        return parts.epochs.latest();
    }

    @Override
    public OptionalInt leaderEpochAt(long offset) {
        return parts.epochs.epochAt(offset);
    }

    @Override
    public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
        var end = parts.epochs.endOf(leaderEpoch, parts.logEndOffset);
        return new EpochEndOffset(end.leaderEpoch(), end.startOffset());
    }

    @Override
    public long deleteRecordsBefore(long offset) {
        if (offset > highWatermark()) {
            throw new LogException(
                    Errors.OFFSET_OUT_OF_RANGE,
                    "cannot delete records before " + offset + ": the high watermark is " + highWatermark());
        }
        return locked(() -> {
            appender.requireWritable();
            cutter.startAt(offset);
            return parts.logStartOffset;
        });
    }

    @Override
    public void truncateTo(long offset) {
        cut(() -> {
            checkpointer.secureUnlogged();
            return cutter.truncateTo(offset);
        });
    }

    @Override
    public void restartAt(long offset) {
        cut(() -> cutter.restartAt(offset));
    }

    /** Waits for room in the write-ahead log without a lock. */
    private void cut(DiskWork<Optional<List<LogSegment>>> work) {
        Optional<List<LogSegment>> gone = Optional.empty();
        while (gone.isEmpty()) {
            gone = locked(() -> {
                appender.requireWritable();
                return work.run();
            });
            if (gone.isEmpty()) {
                parts.directory.wal().awaitRoom(0);
            }
        }
        removedFiles.addSegments(gone.get(), parts.config);
    }

    @Override
    public long sizeBytes() {
        return parts.segments.sizeBytes();
    }

    /** Refuses every further append. */
    void close(String reason) {
        parts.appending.lock();
        try {
            parts.closedReason = reason;
        } finally {
            parts.appending.unlock();
        }
    }

    /** Gives the files what only memory has. */
    void writeOut() throws IOException {
        for (LogSegment segment : parts.segments.all()) {
            segment.writeOut();
        }
    }

    /** The files go, and nothing is written to them any more. */
    void discardTails() {
        parts.segments.all().forEach(LogSegment::discardTail);
    }

    void retireFiles() throws IOException {
        for (LogSegment segment : parts.segments.all()) {
            segment.retire();
        }
    }

    void removeSegments(List<LogSegment> gone) throws IOException {
        for (LogSegment segment : gone) {
            segment.markDeleted();
        }
        removedFiles.addSegments(gone, parts.config);
    }

    /** What durableEndOffset has claimed so far becomes true in the stricter sense, with nothing appended meanwhile. */
    private LogConfig secureAll(LogConfig stricter) throws IOException {
        checkpointer.secureUnlogged();
        parts.directory.wal().awaitDurable();
        parts.config = stricter;
        return stricter;
    }

    private void becameDurable(long endOffset) {
        if (endOffset > parts.durableEndOffset) {
            parts.durableEndOffset = endOffset;
        }
        try {
            durabilityListener.onDurable(this, endOffset);
        } catch (RuntimeException broken) {
            LOGGER.error("durability listener failed partition={}", parts.identity, broken);
        }
    }

    private <T> T locked(DiskWork<T> work) {
        ReentrantLock maintenance = parts.maintenance;
        maintenance.lock();
        parts.appending.lock();
        try {
            return work.run();
        } catch (IOException failure) {
            throw parts.directory.writeFailed(failure);
        } finally {
            parts.appending.unlock();
            maintenance.unlock();
        }
    }

    /** Something that may fail on disk. */
    private interface DiskWork<T> {
        T run() throws IOException;
    }
}
