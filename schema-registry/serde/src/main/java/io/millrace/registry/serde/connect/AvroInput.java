package io.millrace.registry.serde.connect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.SystemLimitException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Avro's binary encoding, out of an array. What is announced to be longer than the array, or more items than it could hold,
 * is refused before there is any memory for it, and Avro's own limits hold. One thread.
 */
final class AvroInput {
    private static final int BITS_PER_PART = 7;
    private static final int MAX_INT_SHIFT = 28;
    private static final int MAX_LONG_SHIFT = 63;
    private static final byte[] NOTHING = new byte[0];

    /**
     * How many items there may be beyond the number of bytes. Every item takes a byte of its own, but for those without any
     * content, such as nulls and empty records.
     */
    private static final int EMPTY_ITEMS_MAX = 100_000;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = NOTHING;
    private int position;
    private long itemsLeft;

    /** Reads on from there. */
    void restart(byte[] payload, int start) {
        bytes = payload;
        position = start;
        itemsLeft = (long) payload.length - start + EMPTY_ITEMS_MAX;
    }

    /** Lets go of the array. */
    void release() {
        bytes = NOTHING;
        position = 0;
    }

    boolean readBoolean() {
        return next() == 1;
    }

    /** Also the index of a union's branch, or of an enum's symbol. */
    int readInt() {
        int value = 0;
        for (int shift = 0; shift <= MAX_INT_SHIFT; shift += BITS_PER_PART) {
            byte part = next();
            value |= (part & 0x7F) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new DataException("a number before byte " + position + " is longer than an int can be");
    }

    long readLong() {
        long value = 0;
        for (int shift = 0; shift <= MAX_LONG_SHIFT; shift += BITS_PER_PART) {
            byte part = next();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new DataException("a number before byte " + position + " is longer than a long can be");
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INTS.get(bytes, skip(Float.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, skip(Double.BYTES)));
    }

    String readString() {
        int length = SystemLimitException.checkMaxStringLength(readLong());
        return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }

    /** Bytes behind their number. */
    ByteBuffer readBytes() {
        return readFixed(SystemLimitException.checkMaxBytesLength(readLong()));
    }

    /** So many bytes. */
    ByteBuffer readFixed(int length) {
        int start = skip(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
    }

    /** How many items of an array or a map follow, of which {@code before} were read; 0 at its end. */
    int readItems(int before) {
        long items = readLong();
        if (items < 0) {
            // For those who skip the items, their bytes are told too.
            readLong();
            items = -items;
        }
        SystemLimitException.checkMaxCollectionLength(before, items);
        if (items > itemsLeft) {
            throw new DataException(items + " items before byte " + position + ", more than the payload can hold");
        }
        itemsLeft -= items;
        return (int) items;
    }

    private byte next() {
        return bytes[skip(1)];
    }

    /** Where the next bytes are, so many of them. */
    private int skip(int length) {
        int start = position;
        if (length > bytes.length - start) {
            throw new DataException(
                    "it ends at byte " + bytes.length + ", and " + length + " bytes are to follow byte " + start);
        }
        position = start + length;
        return start;
    }
}
