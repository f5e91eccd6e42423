package io.millrace.broker.log.batch;

import io.millrace.broker.log.config.BatchSettings;
import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;

/** What a batch from outside must satisfy before the leader appends it. Records are read only if keys are needed. */
public final class BatchChecks {
    private static final int CODECS = 5;

    /** A record without key, value and headers: seven numbers of a byte each. */
    private static final int MIN_RECORD_BYTES = 7;

    private BatchChecks() {}

    /** The shape: one whole v2 batch with a matching checksum, and nothing behind it. */
    public static BatchView requireOneBatch(ByteBuffer bytes) {
        BatchView batch = requireFirstBatch(bytes);
        if (batch.sizeBytes() < bytes.remaining()) {
            throw new LogException(Errors.INVALID_RECORD, "only one batch may be produced to a partition at a time");
        }
        return batch;
    }

    /** A whole v2 batch with a matching checksum, whatever stands behind it. */
    public static BatchView requireFirstBatch(ByteBuffer bytes) {
        int available = bytes.remaining();
        if (available < BatchView.HEADER_BYTES) {
            throw new LogException(Errors.CORRUPT_MESSAGE, "a batch of " + available + " bytes has no whole header");
        }
        BatchView batch = new BatchView(bytes, bytes.position());
        if (batch.magic() != 2) {
            throw new LogException(
                    Errors.UNSUPPORTED_FOR_MESSAGE_FORMAT,
                    "record format v" + batch.magic() + " is not supported, only v2 is");
        }
        long sizeBytes = batch.sizeBytes();
        if (sizeBytes < BatchView.HEADER_BYTES || sizeBytes > available) {
            throw new LogException(
                    Errors.CORRUPT_MESSAGE, "batch says " + sizeBytes + " bytes, " + available + " are there");
        }
        if (!batch.isIntact()) {
            throw new LogException(Errors.CORRUPT_MESSAGE, "the batch does not match its CRC-32C");
        }
        return batch;
    }

    /** The limits of the topic, for batches that clients made. */
    public static void requireAcceptable(BatchView batch, BatchSettings settings, long nowMs) {
        requireAllowedSize(batch, settings);
        if (batch.isControl()) {
            throw new LogException(Errors.INVALID_RECORD, "clients may not write control batches");
        }
        if (batch.hasDeleteHorizon()) {
            throw new LogException(Errors.INVALID_RECORD, "clients may not set the delete horizon bit");
        }
        requireConsistentHeader(batch);
        if (batch.codecId() == 0) {
            RecordFrames.require(batch);
        }
        if (batch.timestampType() != TimestampType.CREATE_TIME) {
            throw new LogException(Errors.INVALID_TIMESTAMP, "clients may not set the LogAppendTime bit");
        }
        if (settings.timestampType() == TimestampType.CREATE_TIME) {
            requirePlausibleTime(batch, settings, nowMs);
        }
    }

    /** {@code max.message.bytes}. */
    public static void requireAllowedSize(BatchView batch, BatchSettings settings) {
        if (batch.sizeBytes() > settings.maxMessageBytes()) {
            throw new LogException(
                    Errors.MESSAGE_TOO_LARGE,
                    "batch of " + batch.sizeBytes() + " bytes exceeds max.message.bytes=" + settings.maxMessageBytes());
        }
    }

    /** Compacted topics keep the last record of each key, so each record needs one, and an offset of its own. */
    public static void requireKeys(BatchView batch) {
        AtomicInteger seen = new AtomicInteger();
        RecordWalk.visit(batch.bytes(), one -> {
            if (!one.hasKey()) {
                throw new LogException(Errors.INVALID_RECORD, "a compacted topic takes no record without a key");
            }
            long delta = one.offset() - batch.baseOffset();
            if (delta != seen.getAndIncrement()) {
                throw new LogException(
                        Errors.INVALID_RECORD,
                        "record " + (seen.get() - 1) + " of the batch has offset delta " + delta);
            }
            return true;
        });
    }

    private static void requireConsistentHeader(BatchView batch) {
        int count = batch.recordCount();
        if (count <= 0 || batch.lastOffsetDelta() != count - 1) {
            throw new LogException(
                    Errors.INVALID_RECORD,
                    "a batch of " + count + " records cannot have lastOffsetDelta " + batch.lastOffsetDelta());
        }
        if (batch.codecId() == 0 && count > (batch.sizeBytes() - BatchView.HEADER_BYTES) / MIN_RECORD_BYTES) {
            throw new LogException(
                    Errors.INVALID_RECORD,
                    count + " records do not fit into a batch of " + batch.sizeBytes() + " bytes");
        }
        if (batch.codecId() >= CODECS) {
            throw new LogException(
                    Errors.UNSUPPORTED_COMPRESSION_TYPE, "compression codec " + batch.codecId() + " is unknown");
        }
        if (batch.producerId() >= 0 && (batch.producerEpoch() < 0 || batch.baseSequence() < 0)) {
            throw new LogException(
                    Errors.INVALID_RECORD, "a batch with a producer id needs a producer epoch and a sequence");
        }
        if (batch.producerId() < 0 && batch.isTransactional()) {
            throw new LogException(Errors.INVALID_RECORD, "a transactional batch needs a producer id");
        }
    }

    private static void requirePlausibleTime(BatchView batch, BatchSettings settings, long nowMs) {
        long maxTimestampMs = batch.maxTimestamp();
        if (maxTimestampMs >= 0 && maxTimestampMs - nowMs > settings.timestampAfterMaxMs()) {
            throw new LogException(
                    Errors.INVALID_TIMESTAMP,
                    "timestamp " + maxTimestampMs + " is more than message.timestamp.after.max.ms="
                            + settings.timestampAfterMaxMs() + " ahead of the broker");
        }
        long baseTimestampMs = batch.baseTimestamp();
        if (baseTimestampMs >= 0 && nowMs - baseTimestampMs > settings.timestampBeforeMaxMs()) {
            throw new LogException(
                    Errors.INVALID_TIMESTAMP,
                    "timestamp " + baseTimestampMs + " is more than message.timestamp.before.max.ms="
                            + settings.timestampBeforeMaxMs() + " behind the broker");
        }
    }
}
