package io.millrace.broker.log.batch;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.record.TimestampType;

/** A flyweight over one v2 batch that starts at a given index of a buffer. Copies nothing, checks nothing. */
public final class BatchView {
    /** Base offset and length: what stands before the counted bytes. */
    public static final int PREFIX_BYTES = 12;

    public static final int HEADER_BYTES = 61;

    private static final int LEADER_EPOCH = 12;
    private static final int MAGIC = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final int RECORD_COUNT = 57;

    private static final int CODEC_MASK = 0x07;
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;
    private static final int DELETE_HORIZON_BIT = 0x40;

    private final ByteBuffer buffer;
    private int start;

    public BatchView(ByteBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    public void moveTo(int newStart) {
        start = newStart;
    }

    public int start() {
        return start;
    }

    public long baseOffset() {
        return buffer.getLong(start);
    }

    /** The whole batch, prefix included. Kept as a long because a damaged length may overflow. */
    public long sizeBytes() {
        return (long) buffer.getInt(start + 8) + PREFIX_BYTES;
    }

    public int leaderEpoch() {
        return buffer.getInt(start + LEADER_EPOCH);
    }

    public byte magic() {
        return buffer.get(start + MAGIC);
    }

    public int attributes() {
        return buffer.getShort(start + ATTRIBUTES);
    }

    public int lastOffsetDelta() {
        return buffer.getInt(start + LAST_OFFSET_DELTA);
    }

    public long baseTimestamp() {
        return buffer.getLong(start + BASE_TIMESTAMP);
    }

    public long maxTimestamp() {
        return buffer.getLong(start + MAX_TIMESTAMP);
    }

    public long producerId() {
        return buffer.getLong(start + PRODUCER_ID);
    }

    public short producerEpoch() {
        return buffer.getShort(start + PRODUCER_EPOCH);
    }

    public int baseSequence() {
        return buffer.getInt(start + BASE_SEQUENCE);
    }

    public int recordCount() {
        return buffer.getInt(start + RECORD_COUNT);
    }

    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    public long nextOffset() {
        return lastOffset() + 1;
    }

    public int codecId() {
        return attributes() & CODEC_MASK;
    }

    public boolean isTransactional() {
        return (attributes() & TRANSACTIONAL_BIT) != 0;
    }

    public boolean isControl() {
        return (attributes() & CONTROL_BIT) != 0;
    }

    /** Whether compaction has put a delete horizon where the base timestamp was. */
    public boolean hasDeleteHorizon() {
        return (attributes() & DELETE_HORIZON_BIT) != 0;
    }

    public TimestampType timestampType() {
        return (attributes() & LOG_APPEND_TIME_BIT) != 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
    }

    /** True when the stored checksum matches the bytes; all of {@link #sizeBytes()} must be in the buffer. */
    public boolean isIntact() {
        return buffer.getInt(start + CRC) == computeCrc();
    }

    /** The bytes of this batch, sharing memory with the buffer. */
    public ByteBuffer bytes() {
        return buffer.slice(start, Math.toIntExact(sizeBytes()));
    }

    /** Neither field is under the checksum, so this is all that a leader changes when it keeps producers' time. */
    public void assign(long baseOffset, int leaderEpoch) {
        buffer.putLong(start, baseOffset);
        buffer.putInt(start + LEADER_EPOCH, leaderEpoch);
    }

    /** Sets the broker's time as the time of every record, and the checksum anew. */
    public void assignLogAppendTime(long nowMs) {
        buffer.putShort(start + ATTRIBUTES, (short) (attributes() | LOG_APPEND_TIME_BIT));
        buffer.putLong(start + MAX_TIMESTAMP, nowMs);
        buffer.putInt(start + CRC, computeCrc());
    }

    private int computeCrc() {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(start + ATTRIBUTES, Math.toIntExact(sizeBytes()) - ATTRIBUTES));
        return (int) crc.getValue();
    }
}
