package io.millrace.registry.serde;

import io.millrace.registry.serde.WireFormat.Named;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads values as generic Avro, by the schema that stands in front or in a header. One thread, as consumers do. */
public class AvroDeserializer implements Deserializer<Object> {
    private RegistryClient<Schema> client;
    private BinaryDecoder decoder;
    private boolean isKey;

    /** For Kafka, which calls {@link #configure} next. */
    public AvroDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean forKeys) {
        isKey = forKeys;
        client = new RegistryClient<>(RegistryClientConfig.of(configs), AvroFormat.AVRO);
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
        Schema schema = client.schema(named.schema());
        try {
            if (schema.getType() == Schema.Type.BYTES) {
                return Arrays.copyOfRange(payload, named.start(), payload.length);
            }
            decoder =
                    DecoderFactory.get().binaryDecoder(payload, named.start(), payload.length - named.start(), decoder);
            return new GenericDatumReader<>(schema).read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("the payload does not fit schema " + named.schema(), e);
        }
    }
}
