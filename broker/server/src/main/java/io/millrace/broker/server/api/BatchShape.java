package io.millrace.broker.server.api;

import java.nio.ByteBuffer;

/**
 * The few bits of a record batch's header that decide whether a produce request may carry it; the log checks the rest.
 *
 * @param transactional whether the batch belongs to a transaction
 * @param zstd whether it is compressed with zstd
 */
record BatchShape(boolean transactional, boolean zstd) {

    private static final int ATTRIBUTES_POSITION = 21;
    private static final int CODEC_MASK = 0x07;
    private static final int ZSTD = 4;
    private static final int TRANSACTIONAL_BIT = 0x10;

    static BatchShape of(ByteBuffer batch) {
        if (batch.remaining() < ATTRIBUTES_POSITION + Short.BYTES) {
            return new BatchShape(false, false);
        }
        short attributes = batch.getShort(batch.position() + ATTRIBUTES_POSITION);
        return new BatchShape((attributes & TRANSACTIONAL_BIT) != 0, (attributes & CODEC_MASK) == ZSTD);
    }
}
