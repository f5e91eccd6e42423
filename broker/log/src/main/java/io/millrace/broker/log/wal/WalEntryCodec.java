package io.millrace.broker.log.wal;

import io.millrace.broker.log.batch.BatchView;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;

/**
 * An entry as bytes: payload length, CRC-32C, position, kind, topic id, partition, offset, payload. A batch brings its
 * own checksum, so ours covers only the header and the batch's header; every other payload is covered whole.
 */
final class WalEntryCodec {
    static final int HEADER_BYTES = 45;

    static final int POSITION = 8;

    private static final int CRC = 4;

    private WalEntryCodec() {}

    static int sizeBytes(WalEntry entry) {
        return HEADER_BYTES + entry.payload().remaining();
    }

    /** Appends the entry at the buffer's position; the payload's own position stays. */
    static void encode(WalEntry entry, long position, ByteBuffer target) {
        int start = target.position();
        int payloadBytes = entry.payload().remaining();
        target.putInt(payloadBytes).putInt(0).putLong(position).put(entry.kind().code());
        target.putLong(entry.topicId().getMostSignificantBits());
        target.putLong(entry.topicId().getLeastSignificantBits());
        target.putInt(entry.partition()).putLong(entry.offset());
        target.put(entry.payload().duplicate());
        target.putInt(start + CRC, crc(entry.kind(), target, start, payloadBytes));
    }

    /**
     * The entry at {@code start}, sharing the buffer's memory, or null if none that belongs to {@code position} is
     * there whole and undamaged.
     */
    static WalEntry decode(ByteBuffer buffer, int start, long position) {
        if (buffer.limit() - start < HEADER_BYTES) {
            return null;
        }
        int payloadBytes = buffer.getInt(start);
        WalEntry.Kind kind = WalEntry.Kind.of(buffer.get(start + 16));
        if (kind == null
                || payloadBytes < 0
                || payloadBytes > buffer.limit() - start - HEADER_BYTES
                || buffer.getLong(start + POSITION) != position
                || buffer.getInt(start + CRC) != crc(kind, buffer, start, payloadBytes)) {
            return null;
        }
        ByteBuffer payload = buffer.slice(start + HEADER_BYTES, payloadBytes);
        if (kind == WalEntry.Kind.BATCH && !isIntactBatch(payload)) {
            return null;
        }
        Uuid topicId = new Uuid(buffer.getLong(start + 17), buffer.getLong(start + 25));
        return new WalEntry(kind, topicId, buffer.getInt(start + 33), buffer.getLong(start + 37), payload);
    }

    private static boolean isIntactBatch(ByteBuffer payload) {
        if (payload.remaining() < BatchView.HEADER_BYTES) {
            return false;
        }
        BatchView batch = new BatchView(payload, 0);
        return batch.sizeBytes() == payload.remaining() && batch.isIntact();
    }

    private static int crc(WalEntry.Kind kind, ByteBuffer buffer, int start, int payloadBytes) {
        int covered = kind == WalEntry.Kind.BATCH ? Math.min(payloadBytes, BatchView.HEADER_BYTES) : payloadBytes;
        CRC32C crc = new CRC32C();
        crc.update(payloadBytes);
        crc.update(payloadBytes >>> 8);
        crc.update(payloadBytes >>> 16);
        crc.update(payloadBytes >>> 24);
        ByteBuffer bytes = buffer.duplicate();
        bytes.limit(start + HEADER_BYTES + covered).position(start + POSITION);
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
