package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SubjectIds;
import io.millrace.registry.serde.protobuf.FileSchemas;
import io.millrace.registry.serde.protobuf.ProtobufFormat;
import io.millrace.registry.serde.protobuf.ProtobufRecords;
import io.millrace.registry.serde.protobuf.ProtobufSchema;
import io.millrace.registry.serde.protobuf.ProtobufSerializer;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/** Converts between Connect's values and Protobuf with schema ids. A converter serves one task, in one thread. */
public class ProtobufConverter implements Converter {
    private ProtobufMappingConfig config;
    private SubjectIds<ProtobufSchema> ids;
    private FileSchemas files;
    private ProtobufRecords records;
    private MessageWriter writer;
    private MessageReader reader;
    private RecentMap<Schema, Descriptor> written;
    private RecentMap<Descriptor, Schema> read;

    /** For Connect, which calls {@link #configure} next. */
    public ProtobufConverter() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        config = ProtobufMappingConfig.of(configs);
        RegistryClient<ProtobufSchema> client =
                new RegistryClient<>(RegistryClientConfig.of(configs), ProtobufFormat.PROTOBUF);
        ids = new SubjectIds<>(client, configs, isKey);
        files = new FileSchemas(client, ids);
        records = new ProtobufRecords(client, isKey);
        writer = new MessageWriter(config);
        reader = new MessageReader(config);
        written = new RecentMap<>(config.maxCachedSchemas());
        read = new RecentMap<>(config.maxCachedSchemas());
    }

    @Override
    public ConfigDef config() {
        return SubjectIds.define(RegistryClientConfig.define(ProtobufMappingConfig.definition()));
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null && (schema == null || schema.isOptional())) {
            return null;
        }
        if (schema == null || value == null) {
            throw new DataException("the value for topic " + topic + " has no schema, or is null where its schema does"
                    + " not let it; Protobuf needs both");
        }
        try {
            // A builder may be another schema at the next record: it counts as what it is now.
            Schema now = schema.schema();
            Descriptor type = written.get(now, each -> new FileWriter(config).write(each));
            Message message = writer.write(type, now, value);
            ProtobufSchema own = files.of(type.getFile()).meaning(type.getFullName());
            Registered<ProtobufSchema> registered = ids.idFor(topic, own);
            return ProtobufSerializer.write(registered, message);
        } catch (SerializationException e) {
            throw failure("the Protobuf value for topic " + topic + " cannot be written", e);
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
            ProtobufRecords.Read found = records.read(headers, payload);
            Message message = found.message();
            Schema schema = read.get(
                    message.getDescriptorForType(),
                    type -> new SchemaReader(config, found.schema().interpreted()).read(type));
            return new SchemaAndValue(schema, reader.read(schema, message));
        } catch (SerializationException e) {
            throw failure("the Protobuf value of topic " + topic + " cannot be read", e);
        }
    }

    /** Lets go of the caches and of the HTTP client, whose thread ends with it; it can be configured anew. */
    @Override
    public void close() {
        ids = null;
        files = null;
        records = null;
        written = null;
        read = null;
    }

    /** What may go away by itself is tried again by the task; the rest is a matter of the data. */
    private static RuntimeException failure(String message, SerializationException cause) {
        if (cause instanceof RegistryException refusal && refusal.isRetriable()) {
            return new RetriableException(message + ": " + cause.getMessage(), cause);
        }
        return new DataException(message + ": " + cause.getMessage(), cause);
    }
}
