package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
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
    private final int id;
    private final Schema schema;

    AvroEncoder(int id, Schema schema) {
        this.id = id;
        this.schema = schema;
    }

    @Override
    public byte[] encode(JsonNode data) {
        // A null is a tombstone, whether or not the schema has one.
        if (data.isNull()) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(WireFormat.header(id));
        try {
            Object value = read(data);
            requireBytes(data);
            write(out, value);
        } catch (IOException | AvroRuntimeException e) {
            throw SchemaEncoders.unfit("Avro", "the data do not fit schema " + id + ": " + e.getMessage());
        }
        return out.toByteArray();
    }

    /** Of data that fit otherwise. */
    private void requireBytes(JsonNode data) {
        AvroBytes.wrongPlace(schema, data).ifPresent(place -> {
            throw SchemaEncoders.unfit(
                    "Avro",
                    "the data do not fit schema " + id + ": " + (place.isEmpty() ? "" : place + ": ")
                            + "bytes are a text of the characters U+0000 to U+00FF");
        });
    }

    private Object read(JsonNode data) throws IOException {
        return new GenericDatumReader<>(schema)
                .read(null, DecoderFactory.get().jsonDecoder(schema, new ByteArrayInputStream(Json.write(data))));
    }

    private void write(ByteArrayOutputStream out, Object value) throws IOException {
        // Bytes that are the whole value carry no length of their own.
        if (schema.getType() == Schema.Type.BYTES) {
            ByteBuffer bytes = (ByteBuffer) value;
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            out.writeBytes(copy);
            return;
        }
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
    }
}
