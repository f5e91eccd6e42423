package io.millrace.broker.log.batch;

import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Adds up what snappy data declares, before anything is decompressed: the decompressor allocates each block at its
 * declared size, compressed and decompressed, and meets a negative one with an {@link Error}.
 */
final class SnappyFrames {
    /** What the stream format of snappy-java begins with; two versions of four bytes follow it. */
    private static final long MAGIC = 0x82534e4150505900L;

    private static final int MAGIC_HEAD = (int) (MAGIC >>> Integer.SIZE);
    private static final int HEADER_BYTES = 16;
    private static final int LENGTH_BITS = 32;

    /** The most that an element of a block can be worth: a copy of 64 bytes takes three. */
    private static final long COPY_BYTES = 64;

    private static final long COPY_ELEMENT_BYTES = 3;

    private SnappyFrames() {}

    /** Checks the compressed records of a batch: blocks behind a stream header, or a single block without one. */
    static void requireWithin(ByteBuffer compressed, long maxBytes) {
        ByteBuffer rest = compressed.duplicate();
        if (rest.remaining() < HEADER_BYTES || rest.getLong(rest.position()) != MAGIC) {
            long blockBytes = blockBytes(rest, rest.remaining());
            requireWithin(blockBytes, maxBytes);
            requirePossible(blockBytes, rest.remaining());
            return;
        }
        skip(rest, HEADER_BYTES);
        long bytes = 0;
        while (rest.remaining() >= Integer.BYTES) {
            int length = rest.getInt();
            if (length == MAGIC_HEAD) {
                rest.position(rest.position() - Integer.BYTES);
                requireHeader(rest);
                skip(rest, HEADER_BYTES);
            } else {
                long blockBytes = blockBytes(rest, length);
                bytes += blockBytes;
                requireWithin(bytes, maxBytes);
                requirePossible(blockBytes, length);
                skip(rest, length);
            }
        }
    }

    private static void requireWithin(long bytes, long maxBytes) {
        if (bytes > maxBytes) {
            throw RecordWalk.tooLarge();
        }
    }

    /** A few bytes that declare megabytes would get them, and only then be found too few. */
    private static void requirePossible(long bytes, int length) {
        if (bytes * COPY_ELEMENT_BYTES > length * COPY_BYTES) {
            throw malformed("a block of " + length + " bytes cannot come to " + bytes);
        }
    }

    private static void requireHeader(ByteBuffer rest) {
        if (rest.remaining() < HEADER_BYTES || rest.getLong(rest.position()) != MAGIC) {
            throw malformed("a stream header within it is not whole");
        }
    }

    /** A block begins with its decompressed length, as a varint of at most 32 bits. */
    private static long blockBytes(ByteBuffer rest, int length) {
        if (length <= 0 || length > rest.remaining()) {
            throw malformed("a block of " + length + " bytes where " + rest.remaining() + " are left");
        }
        long bytes = 0;
        for (int index = 0; index < length && index * 7 < LENGTH_BITS; index++) {
            byte next = rest.get(rest.position() + index);
            bytes |= (next & 0x7fL) << (index * 7);
            if (next >= 0) {
                return bytes;
            }
        }
        throw malformed("a block without a length");
    }

    private static void skip(ByteBuffer rest, int bytes) {
        rest.position(rest.position() + bytes);
    }

    private static LogException malformed(String what) {
        return new LogException(Errors.CORRUPT_MESSAGE, "the snappy data of the batch is malformed: " + what);
    }
}
