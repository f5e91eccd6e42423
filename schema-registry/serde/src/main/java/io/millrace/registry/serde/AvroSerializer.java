package io.millrace.registry.serde;

import io.millrace.registry.serde.RegistryClient.Registered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes generic Avro values and plain Java ones, with the id of their schema in front. One thread, as producers do. */
public class AvroSerializer implements Serializer<Object> {
    private SubjectIds<Schema> ids;
    private BinaryEncoder encoder;

    /** For Kafka, which calls {@link #configure} next. */
    public AvroSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        ids = new SubjectIds<>(new RegistryClient<>(RegistryClientConfig.of(configs), AvroFormat.AVRO), configs, isKey);
    }

    @Override
    public byte[] serialize(String topic, Object value) {
        if (value == null) {
            return null;
        }
        Registered<Schema> registered = ids.idFor(topic, schemaOf(value));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(WireFormat.header(registered.id()));
        try {
            writeValue(out, registered.schema(), value);
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("the value does not fit schema " + registered.id(), e);
        }
    }

    private void writeValue(ByteArrayOutputStream out, Schema schema, Object value) throws IOException {
        // Bytes that are the whole value carry no length of their own.
        if (schema.getType() == Schema.Type.BYTES) {
            out.writeBytes(value instanceof ByteBuffer buffer ? bytes(buffer) : (byte[]) value);
            return;
        }
        encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    private static Schema schemaOf(Object value) {
        if (value instanceof GenericContainer container) {
            return container.getSchema();
        }
        if (value instanceof CharSequence) {
            return Schema.create(Schema.Type.STRING);
        }
        if (value instanceof Integer) {
            return Schema.create(Schema.Type.INT);
        }
        if (value instanceof Long) {
            return Schema.create(Schema.Type.LONG);
        }
        if (value instanceof Float) {
            return Schema.create(Schema.Type.FLOAT);
        }
        if (value instanceof Double) {
            return Schema.create(Schema.Type.DOUBLE);
        }
        if (value instanceof Boolean) {
            return Schema.create(Schema.Type.BOOLEAN);
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Schema.create(Schema.Type.BYTES);
        }
        throw new SerializationException("values of " + value.getClass() + " carry no Avro schema");
    }
}
