package io.millrace.registry.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding, out of a payload that may lie: no text is longer than the payload, and there are no more items
 * than its bytes could hold, before there is any memory for them. One thread.
 */
final class BoundedDecoder extends Decoder {
    /**
     * How many items a payload may have beyond the number of its bytes. Every item takes a byte of its own, but for those
     * without any content, such as nulls and empty records.
     */
    static final int EMPTY_ITEMS_MAX = 100_000;

    private BinaryDecoder in;
    private int payloadBytes;
    private long itemsLeft;

    /** Reads from there to the end of a payload. */
    BoundedDecoder restart(byte[] payload, int start) {
        payloadBytes = payload.length - start;
        itemsLeft = (long) payloadBytes + EMPTY_ITEMS_MAX;
        in = DecoderFactory.get().binaryDecoder(payload, start, payloadBytes, in);
        return this;
    }

    private int length() throws IOException {
        long length = in.readLong();
        if (length < 0 || length > payloadBytes) {
            throw new AvroRuntimeException(
                    "a text or bytes of " + length + " bytes in a payload of " + payloadBytes + " bytes");
        }
        return (int) length;
    }

    private long items(long items) {
        if (items > itemsLeft) {
            throw new AvroRuntimeException(
                    items + " items of an array or a map, which a payload of " + payloadBytes + " bytes cannot hold");
        }
        itemsLeft -= items;
        return items;
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        int length = length();
        Utf8 text = (old == null ? new Utf8() : old).setByteLength(length);
        in.readFixed(text.getBytes(), 0, length);
        return text;
    }

    @Override
    public String readString() throws IOException {
        return readString(null).toString();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        byte[] bytes = new byte[length()];
        in.readFixed(bytes, 0, bytes.length);
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public long readArrayStart() throws IOException {
        return items(in.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return items(in.arrayNext());
    }

    @Override
    public long skipArray() throws IOException {
        return items(in.skipArray());
    }

    @Override
    public long readMapStart() throws IOException {
        return items(in.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return items(in.mapNext());
    }

    @Override
    public long skipMap() throws IOException {
        return items(in.skipMap());
    }

    @Override
    public void readNull() throws IOException {
        in.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return in.readDouble();
    }

    @Override
    public void skipString() throws IOException {
        in.skipString();
    }

    @Override
    public void skipBytes() throws IOException {
        in.skipBytes();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        in.readFixed(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        in.skipFixed(length);
    }

    @Override
    public int readEnum() throws IOException {
        return in.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return in.readIndex();
    }
}
