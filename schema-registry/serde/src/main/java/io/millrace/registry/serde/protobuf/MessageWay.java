package io.millrace.registry.serde.protobuf;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The way to a message as records carry it behind the schema's id: how many positions, and then each, as zig-zag varints. The
 * way to the first message of a file is a single zero.
 */
final class MessageWay {
    private static final List<Integer> FIRST = List.of(0);

    /** Messages are not nested deeper than that in any schema that is read. */
    private static final int POSITIONS_MAX = 32;

    private static final int VARINT_BYTES_MAX = 5;

    private final List<Integer> indexes;
    private final int end;

    private MessageWay(List<Integer> indexes, int end) {
        this.indexes = indexes;
        this.end = end;
    }

    /** The positions, outermost first. */
    List<Integer> indexes() {
        return indexes;
    }

    /** Where the bytes go on behind them. */
    int end() {
        return end;
    }

    static void write(List<Integer> indexes, ByteArrayOutputStream out) {
        if (indexes.equals(FIRST)) {
            out.write(0);
            return;
        }
        writeVarint(indexes.size(), out);
        indexes.forEach(index -> writeVarint(index, out));
    }

    private static void writeVarint(int value, ByteArrayOutputStream out) {
        int rest = (value << 1) ^ (value >> 31);
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** The way that begins at a position; refused if there is none. */
    static MessageWay read(byte[] bytes, int start) {
        Varints in = new Varints(bytes, start);
        int count = in.next();
        if (count < 0 || count > POSITIONS_MAX) {
            throw new SerializationException("behind the schema's id stand " + count
                    + " message indexes: the payload was not written by a Protobuf serializer");
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indexes.add(in.next());
        }
        return new MessageWay(count == 0 ? FIRST : indexes, in.position);
    }

    private static final class Varints {
        private final byte[] bytes;
        private int position;

        Varints(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        int next() {
            int raw = 0;
            for (int i = 0; i < VARINT_BYTES_MAX; i++) {
                if (position >= bytes.length) {
                    throw new SerializationException("the payload ends inside its message indexes");
                }
                int one = bytes[position++];
                raw |= (one & 0x7f) << (7 * i);
                if (one >= 0) {
                    return (raw >>> 1) ^ -(raw & 1);
                }
            }
            throw new SerializationException("a message index is longer than " + VARINT_BYTES_MAX + " bytes");
        }
    }
}
