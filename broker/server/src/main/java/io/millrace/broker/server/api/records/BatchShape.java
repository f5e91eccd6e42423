package io.millrace.broker.server.api.records;

import java.nio.ByteBuffer;

/**
 * The few bits of a record batch's header that decide whether a produce request may carry it; the log checks the rest.
 *
 * @param magic the version of the record format; 2 if there is no whole header, which the log refuses anyway
 * @param transactional whether the batch belongs to a transaction
 * @param zstd whether it is compressed with zstd
 */
record BatchShape(byte magic, boolean transactional, boolean zstd) {

    static final byte SERVED_MAGIC = 2;

    private static final int MAGIC_POSITION = 16;
    private static final int ATTRIBUTES_POSITION = 21;
    private static final int CODEC_MASK = 0x07;
    private static final int ZSTD = 4;
    private static final int TRANSACTIONAL_BIT = 0x10;

    static BatchShape of(ByteBuffer batch) {
        if (batch.remaining() < ATTRIBUTES_POSITION + Short.BYTES) {
            return new BatchShape(SERVED_MAGIC, false, false);
        }
        short attributes = batch.getShort(batch.position() + ATTRIBUTES_POSITION);
        return new BatchShape(
                batch.get(batch.position() + MAGIC_POSITION),
                (attributes & TRANSACTIONAL_BIT) != 0,
                (attributes & CODEC_MASK) == ZSTD);
    }
}
