package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.AvroFormat;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SubjectIds;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.WireFormat.Named;
import io.millrace.registry.serde.connect.IncomingSchemas.Incoming;
import io.millrace.registry.serde.connect.OutgoingSchemas.Outgoing;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/** Converts between Connect's values and Avro with schema ids. A converter serves one task, in one thread. */
public class AvroConverter implements Converter {
    private AvroMapping mapping;
    private OutgoingSchemas outgoing;
    private IncomingSchemas incoming;
    private boolean key;

    /** For Connect, which calls {@link #configure} next. */
    public AvroConverter() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        MappingConfig mappingConfig = MappingConfig.of(configs);
        RegistryClient<org.apache.avro.Schema> client =
                new RegistryClient<>(RegistryClientConfig.of(configs), AvroFormat.AVRO);
        SubjectIds<org.apache.avro.Schema> ids = new SubjectIds<>(client, configs, isKey);
        key = isKey;
        mapping = new AvroMapping(mappingConfig);
        outgoing = new OutgoingSchemas(mappingConfig.maxCachedSchemas(), mapping, ids);
        incoming = new IncomingSchemas(client, mapping);
    }

    @Override
    public ConfigDef config() {
        return SubjectIds.define(RegistryClientConfig.define(MappingConfig.definition()));
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null && (schema == null || (schema.isOptional() && schema.defaultValue() == null))) {
            return null;
        }
        try {
            Outgoing out = outgoing.find(topic, schema);
            byte[] bytes = mapping.write(out.header(), out.plan(), value);
            return out.translated() ? translate(out, bytes) : bytes;
        } catch (SerializationException e) {
            throw failure("the Avro value for topic " + topic + " cannot be written", e);
        }
    }

    /** With use.latest.version the registry's schema goes out, so the value is read and written once more. */
    private static byte[] translate(Outgoing out, byte[] bytes) {
        org.apache.avro.Schema target = out.registered().schema();
        try {
            Object value = new GenericDatumReader<>(out.plan().avro(), target)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            bytes,
                                            WireFormat.HEADER_BYTES,
                                            bytes.length - WireFormat.HEADER_BYTES,
                                            null));
            java.io.ByteArrayOutputStream buffer = new java.io.ByteArrayOutputStream();
            buffer.writeBytes(out.header());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, null);
            new GenericDatumWriter<>(target).write(value, encoder);
            encoder.flush();
            return buffer.toByteArray();
        } catch (IOException | org.apache.avro.AvroRuntimeException e) {
            throw new DataException(
                    "the value does not fit the latest schema "
                            + out.registered().id(),
                    e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] payload) {
        return toConnectData(topic, null, payload);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte[] payload) {
        if (payload == null) {
            return SchemaAndValue.NULL;
        }
        try {
            Named named = WireFormat.find(headers, key, payload);
            Incoming in = incoming.find(named.schema());
            return new SchemaAndValue(in.plan().connect(), mapping.read(in.plan(), in.avro(), payload, named.start()));
        } catch (SerializationException e) {
            throw failure("the Avro value of topic " + topic + " cannot be read", e);
        }
    }

    /** Lets go of the caches and of the HTTP client, whose thread ends with it; it can be configured anew. */
    @Override
    public void close() {
        mapping = null;
        outgoing = null;
        incoming = null;
    }

    /** What may go away by itself is tried again by the task; the rest is a matter of the data. */
    private static RuntimeException failure(String message, SerializationException cause) {
        if (cause instanceof RegistryException refusal && refusal.isRetriable()) {
            return new RetriableException(message + ": " + cause.getMessage(), cause);
        }
        return new DataException(message + ": " + cause.getMessage(), cause);
    }
}
