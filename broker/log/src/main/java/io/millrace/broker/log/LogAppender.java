package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchChecks;
import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.batch.Recompression;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.config.SegmentSettings;
import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.segment.AppendTarget;
import io.millrace.broker.log.segment.BatchWalk;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.segment.TailMemory;
import io.millrace.broker.log.state.ProducedBatch;
import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.log.wal.DurabilityCursor;
import io.millrace.broker.log.wal.WalEntry;
import io.millrace.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;

/** The write path of one partition: check, stamp, segment, write-ahead log, publish. */
final class LogAppender {
    private final LogParts parts;
    private final LogCheckpointer checkpointer;
    private final DurabilityCursor cursor;
    private final TimeRoll timeRoll = new TimeRoll();

    LogAppender(LogParts parts, LogCheckpointer checkpointer, DurabilityCursor cursor) {
        this.parts = parts;
        this.checkpointer = checkpointer;
        this.cursor = cursor;
    }

    AppendResult append(ByteBuffer bytes, int leaderEpoch, long nowMs, AppendOrigin origin) {
        ByteBuffer writable = bytes.isReadOnly() ? copyOf(bytes) : bytes;
        BatchView received = BatchChecks.requireOneBatch(writable);
        LogConfig config = parts.config;
        boolean fromClient = origin == AppendOrigin.CLIENT;
        if (fromClient) {
            BatchChecks.requireAcceptable(received, config.batches(), nowMs);
        }
        BatchView batch = fromClient ? Recompression.apply(received, config.batches()) : received;
        if (config.cleanup().compact() && !batch.isControl()) {
            BatchChecks.requireKeys(batch);
        }
        AppendResult result = tryAppend(batch, leaderEpoch, nowMs, fromClient);
        while (result == null) {
            makeWay(batch);
            result = tryAppend(batch, leaderEpoch, nowMs, fromClient);
        }
        return result;
    }

    /**
     * Appends the marker of a coordinator. One that the log has is a duplicate, known to be safe when everything in the
     * log now is.
     */
    AppendResult append(TransactionMarker marker, int leaderEpoch, long nowMs) {
        while (true) {
            BatchView batch = new BatchView(marker.toRecords(nowMs).buffer(), 0);
            AppendResult result = tryAppend(marker, batch, leaderEpoch, nowMs);
            if (result != null) {
                return result;
            }
            makeWay(batch);
        }
    }

    private AppendResult tryAppend(TransactionMarker marker, BatchView batch, int leaderEpoch, long nowMs) {
        parts.appending.lock();
        try {
            requireWritable();
            if (!parts.producerRules.check(marker)) {
                long lastOffset = parts.logEndOffset - 1;
                return new AppendResult(lastOffset, lastOffset, -1, parts.logStartOffset, true);
            }
            return tryAppend(batch, leaderEpoch, nowMs, false);
        } finally {
            parts.appending.unlock();
        }
    }

    private AppendResult earlierAppend(BatchView batch) {
        ProducedBatch earlier = parts.producerRules.check(batch);
        return earlier == null
                ? null
                : new AppendResult(earlier.baseOffset(), earlier.lastOffset(), -1, parts.logStartOffset, true);
    }

    /**
     * What must happen before a refused attempt is repeated, and needs the lock that the attempt held. One thing at a time:
     * the next attempt tells what is left.
     */
    private void makeWay(BatchView batch) {
        TailMemory tails = parts.directory.tails();
        WriteAheadLog wal = parts.directory.wal();
        if (!tails.hasRoom()) {
            tails.awaitRoom(parts.directory.config().wal().maxWaitMs());
        } else if (parts.isExposed()) {
            secureUnlogged();
        } else if (wal != null) {
            wal.awaitRoom((int) batch.sizeBytes());
        }
    }

    /** Syncs what is not logged. The caller holds no lock. */
    void secureUnlogged() {
        parts.maintenance.lock();
        try {
            checkpointer.secureUnlogged();
        } catch (IOException failure) {
            throw parts.directory.writeFailed(failure);
        } finally {
            parts.maintenance.unlock();
        }
    }

    /** Null when the batch cannot be taken now: see {@link #makeWay}. */
    private AppendResult tryAppend(BatchView batch, int leaderEpoch, long nowMs, boolean fromClient) {
        parts.appending.lock();
        try {
            requireWritable();
            if (batch.producerId() >= 0) {
                AppendResult earlier = fromClient ? earlierAppend(batch) : null;
                if (earlier != null) {
                    return earlier;
                }
                if (!fromClient) {
                    parts.producerRules.checkOfCoordinator(batch);
                }
            }
            boolean brokerTime = parts.config.batches().timestampType() == TimestampType.LOG_APPEND_TIME;
            batch.assign(parts.logEndOffset, leaderEpoch);
            if (brokerTime) {
                batch.assignLogAppendTime(nowMs);
            }
            return write(batch)
                    ? new AppendResult(
                            batch.baseOffset(),
                            batch.lastOffset(),
                            brokerTime ? nowMs : -1,
                            parts.logStartOffset,
                            false)
                    : null;
        } finally {
            parts.appending.unlock();
        }
    }

    void appendAsFollower(ByteBuffer batches) {
        int position = batches.position();
        while (position < batches.limit()) {
            BatchView batch = BatchChecks.requireFirstBatch(batches.slice(position, batches.limit() - position));
            while (!tryAppendAsFollower(batch)) {
                makeWay(batch);
            }
            position += (int) batch.sizeBytes();
        }
    }

    private boolean tryAppendAsFollower(BatchView batch) {
        parts.appending.lock();
        try {
            requireWritable();
            if (batch.baseOffset() < parts.logEndOffset) {
                throw new LogException(
                        Errors.UNKNOWN_SERVER_ERROR,
                        "a follower's batch at " + batch.baseOffset() + " cannot follow offset " + parts.logEndOffset);
            }
            return write(batch);
        } finally {
            parts.appending.unlock();
        }
    }

    /** Appends what only the write-ahead log had, which is durable and kept there until the next checkpoint. */
    void replay(ByteBuffer bytes) {
        BatchView batch = new BatchView(bytes, 0);
        while (!write(batch)) {
            makeWay(batch);
        }
        parts.durableEndOffset = parts.logEndOffset;
    }

    /** About how many bytes the segments have from an offset on. */
    long tailBytes(long fromOffset) throws IOException {
        return fromOffset < parts.logEndOffset ? BatchWalk.bytesFrom(parts.segments.all(), fromOffset) : 0;
    }

    /** Logs what the segments have from an offset on. */
    void logTail(long fromOffset) throws IOException {
        if (fromOffset < parts.logEndOffset) {
            BatchWalk.whole(parts.segments.all(), fromOffset, (segment, batch) -> parts.directory
                    .wal()
                    .append(entryOf(batch, batch.baseOffset()), null, 0));
        }
    }

    /** False, and nothing has happened, when the batch cannot be taken now: see {@link #makeWay}. */
    private boolean write(BatchView batch) {
        long steadyMs = parts.directory.clock().steadyMs();
        SegmentSettings settings = parts.config.segments();
        AppendTarget target = targetOf(batch);
        try {
            parts.directory.tails().requireSpace();
            if (!parts.directory.tails().hasRoom()) {
                return false;
            }
            LogSegment segment = segmentFor(batch, settings, steadyMs);
            segment.write(batch, target);
            if (!logAhead(segment, batch, target)) {
                segment.takeBack(target);
                return false;
            }
            segment.publish(batch, settings.indexIntervalBytes(), target);
            parts.recordProducer(segment, batch, steadyMs);
        } catch (IOException failure) {
            throw parts.directory.writeFailed(failure);
        }
        parts.epochs.begin(batch.leaderEpoch(), batch.baseOffset());
        parts.changedSinceCheckpoint = true;
        if (batch.baseOffset() > parts.logEndOffset) {
            // A copy of a log that was compacted where it comes from.
            parts.expectHolesBelow(batch.baseOffset());
        }
        parts.logEndOffset = batch.nextOffset();
        if (target == AppendTarget.FILE) {
            parts.durableEndOffset = batch.nextOffset();
        }
        parts.directory.appendedBytes().add(batch.sizeBytes());
        return true;
    }

    /** What is acknowledged when the write-ahead log has it need not be in the file yet. */
    private AppendTarget targetOf(BatchView batch) {
        boolean unlogged = parts.directory.wal() != null && parts.unlogged.admits(batch);
        return unlogged ? AppendTarget.FILE : AppendTarget.MEMORY;
    }

    /** The batch is in the segment but not published; if it cannot be logged it is taken back. */
    private boolean logAhead(LogSegment segment, BatchView batch, AppendTarget target) throws IOException {
        WriteAheadLog wal = parts.directory.wal();
        if (wal == null) {
            return true;
        }
        if (target == AppendTarget.FILE) {
            parts.unlogged.add(batch);
            return true;
        }
        if (parts.unlogged.isExposed()) {
            return false;
        }
        WalEntry entry = entryOf(batch, parts.logEndOffset);
        try {
            boolean logged = wal.tryAppend(entry, cursor, batch.nextOffset());
            if (batch.baseOffset() > parts.logEndOffset) {
                parts.unlogged.raiseBarrier();
            }
            return logged;
        } catch (LogException refused) {
            if (refused instanceof DiskFullException) {
                parts.directory.diskFullRefusals().increment();
            }
            segment.takeBack(target);
            throw refused;
        }
    }

    private WalEntry entryOf(BatchView batch, long offset) {
        PartitionIdentity identity = parts.identity;
        return new WalEntry(WalEntry.Kind.BATCH, identity.topicId(), identity.partition(), offset, batch.bytes());
    }

    private LogSegment segmentFor(BatchView batch, SegmentSettings settings, long steadyMs) throws IOException {
        LogSegment active = parts.segments.active();
        boolean full = active.sizeBytes() + batch.sizeBytes() > settings.segmentBytes()
                || active.isIndexFull(settings.indexBytes())
                || batch.lastOffset() - active.baseOffset() > Integer.MAX_VALUE
                || timeRoll.isDue(active, batch, settings, steadyMs);
        LogSegment target = full && active.sizeBytes() > 0 ? roll() : active;
        timeRoll.note(target, batch, settings, steadyMs);
        return target;
    }

    /** Closes the active segment; the caller holds the appending lock. */
    LogSegment roll() throws IOException {
        if (parts.producers.size() > 0 && !parts.producers.hasUndecided()) {
            parts.snapshots.writeUnsynced(
                    parts.logEndOffset,
                    parts.producers.encode(parts.directory.clock().producerTime()));
        }
        LogSegment fresh = parts.segments.roll();
        parts.changedSinceCheckpoint = true;
        parts.filesChangedSinceCheckpoint = true;
        return fresh;
    }

    void requireWritable() {
        parts.directory.requireOnline();
        String reason = parts.closedReason;
        if (reason != null) {
            throw new LogException(Errors.KAFKA_STORAGE_ERROR, parts.identity + " takes no appends: " + reason);
        }
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
