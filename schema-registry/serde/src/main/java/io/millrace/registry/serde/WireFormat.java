package io.millrace.registry.serde;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * How a record names its schema: by a zero and the four bytes of its id, or by a one and the sixteen of its guid; in front of
 * the payload, or in a header with the payload bare.
 */
public final class WireFormat {
    /** How many bytes stand in front of the payload. */
    public static final int HEADER_BYTES = 1 + Integer.BYTES;

    /** The record header with the guid of a key's schema. */
    public static final String KEY_HEADER = "__key_schema_id";

    /** The record header with the guid of a value's schema. */
    public static final String VALUE_HEADER = "__value_schema_id";

    private static final byte MAGIC = 0;
    private static final byte GUID_MAGIC = 1;
    private static final int GUID_HEADER_BYTES = 1 + 2 * Long.BYTES;

    private WireFormat() {}

    /** Where a schema was named. */
    public static final class Named {
        private final SchemaId schema;
        private final byte[] bytes;
        private final int next;
        private final boolean inHeader;

        private Named(SchemaId schema, byte[] bytes, int next, boolean inHeader) {
            this.schema = schema;
            this.bytes = bytes;
            this.next = next;
            this.inHeader = inHeader;
        }

        /** The schema. */
        public SchemaId schema() {
            return schema;
        }

        /** The payload, or what a record header holds; not to be changed. */
        public byte[] bytes() {
            return bytes;
        }

        /** Where those bytes go on behind the id. */
        public int next() {
            return next;
        }

        /** Whether a record header said it, and all of the payload is the value. */
        public boolean inHeader() {
            return inHeader;
        }

        /** Where the value begins in the payload, if nothing but the id stands in front of it. */
        public int start() {
            return inHeader ? 0 : next;
        }
    }

    /** The header in front of payloads of a schema. */
    public static byte[] header(int id) {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array();
    }

    /** Whether the payload begins with an id. */
    public static boolean hasId(byte[] payload) {
        return payload.length >= HEADER_BYTES && payload[0] == MAGIC;
    }

    /** The id in the header, or a clear refusal. */
    public static int schemaId(byte[] payload) {
        if (!hasId(payload)) {
            throw notNamed();
        }
        return ByteBuffer.wrap(payload).getInt(1);
    }

    /** Finds what names the schema: a record header first, as it is there for nothing else. */
    public static Named find(Headers headers, boolean isKey, byte[] payload) {
        String name = isKey ? KEY_HEADER : VALUE_HEADER;
        Header header = headers == null ? null : headers.lastHeader(name);
        if (header != null && header.value() != null) {
            Named named = read(header.value(), true);
            if (named == null) {
                throw new SerializationException("the record header " + name + " holds " + header.value().length
                        + " bytes that are neither a zero and a schema id nor a one and a guid");
            }
            return named;
        }
        Named named = read(payload, false);
        if (named == null) {
            throw notNamed();
        }
        return named;
    }

    private static Named read(byte[] bytes, boolean inHeader) {
        if (hasId(bytes)) {
            return new Named(SchemaId.of(ByteBuffer.wrap(bytes).getInt(1)), bytes, HEADER_BYTES, inHeader);
        }
        if (bytes.length >= GUID_HEADER_BYTES && bytes[0] == GUID_MAGIC) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, GUID_HEADER_BYTES - 1);
            UUID guid = new UUID(buffer.getLong(), buffer.getLong());
            return new Named(SchemaId.of(guid), bytes, GUID_HEADER_BYTES, inHeader);
        }
        return null;
    }

    private static SerializationException notNamed() {
        return new SerializationException("the payload does not begin with a schema id (a zero byte and four bytes):"
                + " it was not written through a schema registry");
    }
}
