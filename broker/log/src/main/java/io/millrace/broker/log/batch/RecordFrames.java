package io.millrace.broker.log.batch;

import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Counts the records of a batch that is not compressed by their lengths: there must be as many as the header says, and
 * they must fill the batch. What is in them is not looked at, and no object is made, for every batch of every client
 * comes through here (docs/decisions/0007-records-are-counted-not-read.md).
 */
final class RecordFrames {

    /** A number in a record has five bytes at most, seven bits in each. */
    private static final int MAX_SHIFT = 28;

    private static final int BITS = 7;
    private static final int LOW_BITS = 0x7f;

    private RecordFrames() {}

    /**
     * The header is consistent.
     *
     * @throws LogException INVALID_RECORD that says which record is malformed
     */
    static void require(BatchView batch) {
        ByteBuffer bytes = batch.bytes();
        int end = bytes.limit();
        int position = BatchView.HEADER_BYTES;
        int count = batch.recordCount();
        for (int index = 0; index < count; index++) {
            int zigzag = 0;
            int shift = 0;
            byte next;
            do {
                if (position == end || shift > MAX_SHIFT) {
                    throw malformed(index + " of " + count + " records has no whole length");
                }
                next = bytes.get(position++);
                zigzag |= (next & LOW_BITS) << shift;
                shift += BITS;
            } while (next < 0);
            int sizeBytes = (zigzag >>> 1) ^ -(zigzag & 1);
            if (sizeBytes < 0 || sizeBytes > end - position) {
                throw malformed(index + " of " + count + " records says that it has " + sizeBytes + " bytes");
            }
            position += sizeBytes;
        }
        if (position < end) {
            throw new LogException(
                    Errors.INVALID_RECORD, (end - position) + " bytes follow the last of " + count + " records");
        }
    }

    private static LogException malformed(String what) {
        return new LogException(Errors.INVALID_RECORD, "record " + what);
    }
}
