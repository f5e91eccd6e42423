package io.millrace.registry.serde.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Bytes that are the whole value, given the length that readers expect in front. */
record BareBytes(java.nio.ByteBuffer bytes) {
    BareBytes(byte[] bytes) {
        this(java.nio.ByteBuffer.wrap(bytes));
    }

    Decoder decoder() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeBytes(bytes);
        encoder.flush();
        return DecoderFactory.get().binaryDecoder(out.toByteArray(), null);
    }
}
