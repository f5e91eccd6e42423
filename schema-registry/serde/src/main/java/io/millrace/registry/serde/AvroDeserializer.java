package io.millrace.registry.serde;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads values as generic Avro, by the schema whose id stands in front. One thread, as consumers do. */
public class AvroDeserializer implements Deserializer<Object> {
    private RegistryClient client;
    private BinaryDecoder decoder;

    /** For Kafka, which calls {@link #configure} next. */
    public AvroDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        client = new RegistryClient(RegistryClientConfig.of(configs));
    }

    @Override
    public Object deserialize(String topic, byte[] payload) {
        if (payload == null) {
            return null;
        }
        int id = WireFormat.schemaId(payload);
        Schema schema = client.schema(id);
        try {
            if (schema.getType() == Schema.Type.BYTES) {
                return Arrays.copyOfRange(payload, WireFormat.HEADER_BYTES, payload.length);
            }
            decoder = DecoderFactory.get()
                    .binaryDecoder(payload, WireFormat.HEADER_BYTES, payload.length - WireFormat.HEADER_BYTES, decoder);
            return new GenericDatumReader<>(schema).read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("the payload does not fit schema " + id, e);
        }
    }
}
