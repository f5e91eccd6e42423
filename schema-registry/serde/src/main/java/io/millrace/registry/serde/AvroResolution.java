package io.millrace.registry.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads values of one schema as another one has them, by the names of fields. How the two fit is worked out with the
 * first value and kept. Any thread, one at a time.
 */
public final class AvroResolution {
    private final GenericDatumReader<Object> reader;
    private BinaryDecoder decoder;

    /**
     * @param own the schema by which values are written
     * @param target the schema as which they are read
     */
    public AvroResolution(Schema own, Schema target) {
        this.reader = new GenericDatumReader<>(own, target);
    }

    /**
     * Reads a value that goes from {@code start} to the end.
     *
     * @throws org.apache.avro.AvroRuntimeException when the schemas, or the value, do not fit
     */
    public synchronized Object read(byte[] bytes, int start) throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(bytes, start, bytes.length - start, decoder);
        return reader.read(null, decoder);
    }
}
