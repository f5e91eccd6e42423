package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.transaction.ActiveProducer;
import io.millrace.broker.log.transaction.OngoingTransaction;
import io.millrace.broker.log.transaction.TransactionMarker;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.Uuid;

/**
 * The log of one partition replica.
 *
 * <p>Threads: one thread at a time appends and truncates (the partition's loop); any thread may read, and the
 * directory's upkeep thread removes old segments. Readers see an append when {@link #logEndOffset()} includes it.
 * Never interrupt a thread that is inside the log: Java closes the file under it.
 *
 * <p>Every method may throw {@link LogException}, whose {@code error()} is what the client should see.
 */
public interface PartitionLog {
    Uuid topicId();

    String topic();

    int partition();

    LogConfig config();

    /**
     * Takes effect with the next append, and allows retention for logs that were found on disk. Ending {@code flush=async}
     * syncs what was appended under it first.
     */
    void updateConfig(LogConfig config);

    /**
     * Checks and appends exactly one v2 batch as leader. Offset, leader epoch and (for LogAppendTime) timestamp are
     * written into {@code batch} itself, which may be reused once this returns. A returned append is readable at once
     * and durable when {@link #durableEndOffset()} passes it.
     */
    AppendResult append(ByteBuffer batch, int leaderEpoch, long nowMs, AppendOrigin origin);

    /**
     * Ends a producer's transaction here, as leader. A marker that the log has already, or that would end nothing, is a
     * duplicate: nothing is written, and it is safe when everything below the log end offset is.
     *
     * @throws LogException INVALID_PRODUCER_EPOCH when the producer has moved on, TRANSACTION_COORDINATOR_FENCED when a
     *     younger coordinator has written here
     */
    AppendResult appendMarker(TransactionMarker marker, int leaderEpoch, long nowMs);

    /** Any thread. The transaction that this producer has open here, whatever its epoch. */
    Optional<OngoingTransaction> ongoingTransaction(long producerId);

    /** Any thread. The producers that are remembered. */
    List<ActiveProducer> activeProducers();

    /** Appends batches fetched from the leader as they are; they must continue at the log end offset. */
    void appendAsFollower(ByteBuffer batches);

    /** Begins a leader epoch at the current log end offset; does nothing when that epoch is known. */
    void beginLeaderEpoch(int leaderEpoch);

    long logStartOffset();

    long logEndOffset();

    /** Everything below it survives a power failure (with {@code flush=async}: a process failure). */
    long durableEndOffset();

    /**
     * Replaces the one listener of this log. It is not called for what is durable already, which is everything that {@link
     * #append} has returned under {@code flush=async}.
     */
    void onDurable(DurabilityListener listener);

    /** The last value given to {@link #updateHighWatermark}, never below the log start offset; survives a restart. */
    long highWatermark();

    /** Retention and compaction never go past it. */
    void updateHighWatermark(long offset);

    /**
     * Any thread. What readers of committed records may see ends here: at the high watermark or where the first
     * transaction begins that is open, or whose marker is not below the high watermark.
     */
    long lastStableOffset();

    /**
     * Any thread. The aborted transactions that have records in a range of offsets. Ask after {@link #read}, never
     * before, lest compaction comes between.
     *
     * @throws LogException CORRUPT_MESSAGE when their index is damaged
     */
    List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffsetExclusive);

    /**
     * Whole batches from the one that contains {@code offset}, ending below {@code endOffsetExclusive} and within one
     * segment. At most {@code maxBytes}, except that {@code minOneBatch} returns one batch of any size. Empty at the
     * end of the log.
     *
     * @throws LogException OFFSET_OUT_OF_RANGE, or CORRUPT_MESSAGE when the first batch is damaged
     */
    RecordsSlice read(long offset, int maxBytes, boolean minOneBatch, long endOffsetExclusive);

    /** The first record at or after {@code timestampMs} that lies below {@code endOffsetExclusive}. */
    Optional<TimestampedOffset> offsetForTimestamp(long timestampMs, long endOffsetExclusive);

    /** The record with the largest timestamp below {@code endOffsetExclusive} (the first one of several). */
    Optional<TimestampedOffset> offsetOfMaxTimestamp(long endOffsetExclusive);

    OptionalInt latestLeaderEpoch();

    /** The leader epoch under which the record at {@code offset} was (or would be) written. */
    OptionalInt leaderEpochAt(long offset);

    EpochEndOffset endOffsetForEpoch(int leaderEpoch);

    /** Moves the log start offset up to {@code offset} (at most the high watermark) and returns it. */
    long deleteRecordsBefore(long offset);

    /** Removes everything at and after {@code offset}, with all that was derived from it. */
    void truncateTo(long offset);

    /** Removes everything and continues at {@code offset}, as a follower does whose log lies outside the leader's. */
    void restartAt(long offset);

    long sizeBytes();
}
