package io.millrace.registry.serde;

import io.millrace.registry.serde.WireFormat.Named;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads Avro by the schema that stands in front or in a header: generic values, or with {@code specific.avro.reader=true}
 * records of classes that Avro has generated. One thread, as consumers do.
 */
public class AvroDeserializer implements Deserializer<Object> {
    private final BoundedDecoder decoder = new BoundedDecoder();
    private RegistryClient<Schema> client;
    private AvroReaders readers;
    private RecentMap<SchemaId, Reading> readings;
    private IdContexts contexts;
    private boolean isKey;

    /** How values of one schema are read. */
    private record Reading(Schema schema, DatumReader<Object> reader) {}

    /** For Kafka, which calls {@link #configure} next. */
    public AvroDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean forKeys) {
        isKey = forKeys;
        RegistryClientConfig config = RegistryClientConfig.of(configs);
        client = new RegistryClient<>(config, AvroFormat.AVRO);
        contexts = IdContexts.of(client, configs, forKeys);
        readers = AvroReaders.of(configs, forKeys);
        readings = new RecentMap<>(config.maxCachedSchemas());
    }

    @Override
    public Object deserialize(String topic, byte[] payload) {
        return deserialize(topic, null, payload);
    }

    @Override
    public Object deserialize(String topic, Headers headers, byte[] payload) {
        if (payload == null) {
            return null;
        }
        Named named = WireFormat.find(headers, isKey, payload);
        Reading reading = readings.get(contexts.find(topic, named.schema()), this::reading);
        try {
            if (reading.schema().getType() == Schema.Type.BYTES) {
                return Arrays.copyOfRange(payload, named.start(), payload.length);
            }
            return reading.reader().read(null, decoder.restart(payload, named.start()));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("the payload does not fit schema " + named.schema(), e);
        } catch (StackOverflowError e) {
            // A recursive schema lets a payload be as deep as it is long.
            throw new SerializationException("the payload is nested too deeply, of schema " + named.schema(), e);
        }
    }

    private Reading reading(SchemaId id) {
        Schema schema = client.schema(id);
        return new Reading(schema, readers.reader(schema));
    }
}
