package io.millrace.registry.serde;

import io.millrace.registry.serde.RegistryClient.Registered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes generic Avro values, records of generated classes and plain Java values, with the id of their schema in front. Any
 * thread: a producer serializes on the threads of those who send, and many may share it.
 */
public class AvroSerializer implements Serializer<Object> {
    private SubjectIds<Schema> ids;
    private GenericData model;
    private JavaProperties javaProperties;
    private RecentMap<Pair, AvroResolution> resolutions;

    /** From the schema of values to one of the registry's, whose aliases have a part in it. */
    private record Pair(Schema own, AvroIdentity target) {}

    /** For Kafka, which calls {@link #configure} next. */
    public AvroSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        RegistryClientConfig config = RegistryClientConfig.of(configs);
        ids = new SubjectIds<>(new RegistryClient<>(config, AvroFormat.AVRO), configs, isKey);
        model = AvroModel.of(configs);
        javaProperties = JavaProperties.of(configs, config.maxCachedSchemas());
        resolutions = new RecentMap<>(config.maxCachedSchemas());
    }

    @Override
    public byte[] serialize(String topic, Object value) {
        if (value == null) {
            return null;
        }
        Schema own = javaProperties.registered(schemaOf(value));
        Registered<Schema> registered = ids.idFor(topic, own);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(WireFormat.header(registered.id()));
        try {
            if (registered.schema().equals(own)) {
                writeValue(out, own, value);
            } else {
                writeValue(out, registered.schema(), resolved(own, registered.schema(), value));
            }
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("the value does not fit schema " + registered.id(), e);
        }
    }

    /**
     * The value as the registry's schema has it. Avro's writer takes fields by their position, so a value of another schema is
     * written with its own and read into the registry's, which goes by names.
     */
    private Object resolved(Schema own, Schema target, Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writer(own, value).write(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value, encoder);
        encoder.flush();
        return resolutions
                .get(new Pair(own, new AvroIdentity(target)), pair -> new AvroResolution(pair.own(), target))
                .read(out.toByteArray(), 0);
    }

    private void writeValue(ByteArrayOutputStream out, Schema schema, Object value) throws IOException {
        // Bytes that are the whole value carry no length of their own.
        if (schema.getType() == Schema.Type.BYTES) {
            out.writeBytes(value instanceof ByteBuffer buffer ? bytes(buffer) : (byte[]) value);
            return;
        }
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writer(schema, value).write(value, encoder);
        encoder.flush();
    }

    /** The records of a generated class hold logical types as Java has them, and the class knows how they are written. */
    private DatumWriter<Object> writer(Schema schema, Object value) {
        return value instanceof SpecificRecord
                ? new SpecificDatumWriter<>(schema, SpecificData.getForClass(value.getClass()))
                : new GenericDatumWriter<>(schema, model);
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
