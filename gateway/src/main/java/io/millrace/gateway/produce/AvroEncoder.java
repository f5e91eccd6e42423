package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.registry.serde.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's JSON encoding in, Avro's binary encoding behind the id of its schema out. Any thread. */
final class AvroEncoder implements Encoder {
    private static final int JSON_CONVERSION = 42203;

    private final Schemas.Known schema;

    AvroEncoder(Schemas.Known schema) {
        this.schema = schema;
    }

    @Override
    public byte[] encode(JsonNode data) {
        // A null is a tombstone, whether or not the schema has one.
        if (data.isNull()) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(WireFormat.header(schema.id()));
        try {
            write(out, read(data));
        } catch (IOException | AvroRuntimeException e) {
            throw new HttpProblemException(
                    422,
                    JSON_CONVERSION,
                    "Conversion of JSON to Avro failed: the data do not fit schema " + schema.id() + ": "
                            + e.getMessage());
        }
        return out.toByteArray();
    }

    private Object read(JsonNode data) throws IOException {
        return new GenericDatumReader<>(schema.schema())
                .read(
                        null,
                        DecoderFactory.get().jsonDecoder(schema.schema(), new ByteArrayInputStream(Json.write(data))));
    }

    private void write(ByteArrayOutputStream out, Object value) throws IOException {
        // Bytes that are the whole value carry no length of their own.
        if (schema.schema().getType() == Schema.Type.BYTES) {
            ByteBuffer bytes = (ByteBuffer) value;
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            out.writeBytes(copy);
            return;
        }
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(schema.schema()).write(value, encoder);
        encoder.flush();
    }
}
