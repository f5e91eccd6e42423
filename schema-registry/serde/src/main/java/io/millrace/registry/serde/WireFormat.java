package io.millrace.registry.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** The five bytes in front of every payload: a zero and the schema id. */
public final class WireFormat {
    /** How many bytes stand in front of the payload. */
    public static final int HEADER_BYTES = 1 + Integer.BYTES;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /** The header in front of payloads of a schema. */
    public static byte[] header(int id) {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array();
    }

    /** The id in the header, or a clear refusal. */
    public static int schemaId(byte[] payload) {
        if (payload.length < HEADER_BYTES || payload[0] != MAGIC) {
            throw new SerializationException("the payload does not begin with a schema id (a zero byte and four bytes):"
                    + " it was not written through a schema registry");
        }
        return ByteBuffer.wrap(payload).getInt(1);
    }
}
