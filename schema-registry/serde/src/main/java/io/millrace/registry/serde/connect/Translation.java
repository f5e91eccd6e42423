package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.AvroResolution;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.errors.DataException;

/**
 * From the payloads of a plan to those of the registry's own schema, which goes out with use.latest.version: each value
 * is read and written once more. One for each schema on each topic. Any thread, one at a time.
 */
final class Translation {
    private final int id;
    private final byte[] header;
    private final AvroResolution resolution;
    private final GenericDatumWriter<Object> writer;
    private final boolean fromBytes;
    private final boolean toBytes;
    private BinaryEncoder encoder;

    Translation(Schema own, Registered<Schema> target) {
        this.id = target.id();
        this.header = WireFormat.header(id);
        this.resolution = new AvroResolution(own, target.schema());
        this.writer = new GenericDatumWriter<>(target.schema());
        this.fromBytes = own.getType() == Schema.Type.BYTES;
        this.toBytes = target.schema().getType() == Schema.Type.BYTES;
    }

    /** The payload of the registry's schema; {@code payload} has a header of its own. */
    synchronized byte[] translate(byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length);
        out.writeBytes(header);
        try {
            Object value = fromBytes
                    ? resolution.read(withLength(payload), 0)
                    : resolution.read(payload, WireFormat.HEADER_BYTES);
            if (toBytes) {
                // Bytes that are the whole value carry no length of their own.
                ByteBuffer bytes = (ByteBuffer) value;
                out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                return out.toByteArray();
            }
            encoder = EncoderFactory.get().binaryEncoder(out, encoder);
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException e) {
            throw new DataException("the value does not fit the latest schema " + id, e);
        }
        return out.toByteArray();
    }

    private byte[] withLength(byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length);
        encoder = EncoderFactory.get().binaryEncoder(out, encoder);
        encoder.writeBytes(payload, WireFormat.HEADER_BYTES, payload.length - WireFormat.HEADER_BYTES);
        encoder.flush();
        return out.toByteArray();
    }
}
