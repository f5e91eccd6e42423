package io.millrace.broker.server.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/**
 * Reads a request's fields and refuses one that would make the broker allocate far more than the request's own size:
 * too many fields in all, or an array that declares more elements than its bytes can hold.
 */
final class BoundedReadable extends ByteBufferAccessor {

    /** A request for a hundred thousand partitions reads about half a million fields. */
    private static final int MAX_FIELDS = 4_000_000;

    /** A string is an object of its own, in a structure of its own, and most of them get an answer of their own. */
    private static final int FIELDS_PER_STRING = 24;

    /** Arrays up to this length are believed when a byte for each element is left. */
    private static final int MAX_CHEAP_ELEMENTS = 65_536;

    /** Elements of longer arrays are structures or integers; none of them takes less. */
    private static final int MIN_ELEMENT_BYTES = 4;

    private int fields;

    BoundedReadable(ByteBuffer bytes) {
        super(bytes);
    }

    /** Asked by the generated message classes before they allocate an array of a declared length. */
    @Override
    public int remaining() {
        int remaining = super.remaining();
        return remaining <= MAX_CHEAP_ELEMENTS
                ? remaining
                : Math.max(MAX_CHEAP_ELEMENTS, remaining / MIN_ELEMENT_BYTES);
    }

    @Override
    public byte readByte() {
        count();
        return super.readByte();
    }

    @Override
    public short readShort() {
        count();
        return super.readShort();
    }

    @Override
    public int readInt() {
        count();
        return super.readInt();
    }

    @Override
    public int readUnsignedVarint() {
        count();
        return super.readUnsignedVarint();
    }

    @Override
    public String readString(int length) {
        fields += FIELDS_PER_STRING;
        count();
        return super.readString(length);
    }

    private void count() {
        if (++fields > MAX_FIELDS) {
            throw new MalformedRequestException(
                    "has more than " + MAX_FIELDS + " fields (a string counts as " + FIELDS_PER_STRING + ")");
        }
    }
}
