package io.millrace.registry.serde.connect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;

/**
 * Avro's binary encoding, into an array that is kept from one value to the next. Avro's own encoder has a buffer of its
 * own before it and hands on what a value that failed has left there. One thread.
 */
final class AvroOutput {
    private static final int INITIAL_BYTES = 512;

    /** An array that a large value has made larger than this is not kept. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    /** No array of the JVM is longer. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int MAX_INT_BYTES = 5;
    private static final int MAX_LONG_BYTES = 10;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /** Forgets what was written, and begins anew behind a header. */
    void restart(byte[] header) {
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        size = 0;
        writeFixed(header);
    }

    /** What was written since the start, in an array of its own. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void writeBoolean(boolean value) {
        reserve(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    /** Also the index of a union's branch, or of an enum's symbol. */
    void writeInt(int value) {
        reserve(MAX_INT_BYTES);
        int left = (value << 1) ^ (value >> 31);
        while ((left & ~0x7F) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    void writeLong(long value) {
        reserve(MAX_LONG_BYTES);
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    void writeFloat(float value) {
        reserve(Float.BYTES);
        INTS.set(bytes, size, Float.floatToRawIntBits(value));
        size += Float.BYTES;
    }

    void writeDouble(double value) {
        reserve(Double.BYTES);
        LONGS.set(bytes, size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    void writeString(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void writeBytes(byte[] value) {
        writeInt(value.length);
        writeFixed(value);
    }

    /** The bytes between position and limit; the buffer itself stays as it is. */
    void writeBytes(ByteBuffer value) {
        int length = value.remaining();
        writeInt(length);
        reserve(length);
        value.duplicate().get(bytes, size, length);
        size += length;
    }

    /** Bytes without their number in front. */
    void writeFixed(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** In front of the items of an array or a map, all of which are to follow. */
    void writeItems(int count) {
        if (count > 0) {
            writeLong(count);
        }
    }

    /** Behind the last item of an array or a map. */
    void writeEnd() {
        writeInt(0);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    private void grow(int more) {
        long wanted = (long) size + more;
        if (wanted > MAX_BYTES) {
            throw new DataException("the value becomes larger than " + MAX_BYTES + " bytes in Avro");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(wanted, 2L * bytes.length)));
    }
}
