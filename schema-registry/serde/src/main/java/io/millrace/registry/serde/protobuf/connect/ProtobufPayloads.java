package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.converter.PayloadMapping;
import io.millrace.registry.serde.converter.RegistryAccess;
import io.millrace.registry.serde.protobuf.FileSchemas;
import io.millrace.registry.serde.protobuf.ProtobufFormat;
import io.millrace.registry.serde.protobuf.ProtobufRecords;
import io.millrace.registry.serde.protobuf.ProtobufSchema;
import io.millrace.registry.serde.protobuf.ProtobufSerializer;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/** Connect's values as Protobuf behind schema ids. */
final class ProtobufPayloads implements PayloadMapping {
    private final ProtobufMappingConfig config;
    private final RegistryAccess<ProtobufSchema> registry;
    private final FileSchemas files;
    private final ProtobufRecords records;
    private final MessageWriter writer;
    private final MessageReader reader;
    private final RecentMap<Schema, Descriptor> written;
    private final RecentMap<Descriptor, Schema> read;

    private ProtobufPayloads(ProtobufMappingConfig config, RegistryAccess<ProtobufSchema> registry) {
        this.config = config;
        this.registry = registry;
        this.files = new FileSchemas(registry.client(), registry.ids());
        this.records = new ProtobufRecords(registry.client(), registry.contexts(), registry.isKey());
        this.writer = new MessageWriter(config);
        this.reader = new MessageReader(config);
        this.written = new RecentMap<>(config.maxCachedSchemas());
        this.read = new RecentMap<>(config.maxCachedSchemas());
    }

    static PayloadMapping open(Map<String, ?> configs, boolean isKey) {
        ProtobufMappingConfig config = ProtobufMappingConfig.of(configs);
        return new ProtobufPayloads(config, RegistryAccess.open(configs, isKey, ProtobufFormat.PROTOBUF));
    }

    @Override
    public byte[] write(String topic, Schema schema, Object value) {
        if (value == null && schema.isOptional()) {
            return null;
        }
        if (schema == null || value == null) {
            throw new DataException("the value for topic " + topic + " has no schema, or is null where its schema does"
                    + " not let it; Protobuf needs both");
        }
        // A builder may be another schema at the next record: it counts as what it is now.
        Schema now = schema.schema();
        Descriptor type = written.get(now, each -> new FileWriter(config).write(each));
        Message message = writer.write(type, now, value);
        ProtobufSchema own = files.of(type.getFile()).meaning(type.getFullName());
        return ProtobufSerializer.write(registry.ids().idFor(topic, own), message);
    }

    @Override
    public SchemaAndValue read(String topic, Headers headers, byte[] payload) {
        ProtobufRecords.Read found = records.read(topic, headers, payload);
        Message message = found.message();
        Schema schema =
                read.get(message.getDescriptorForType(), type -> new SchemaReader(config, found.schema()::interpreted)
                        .read(type));
        return new SchemaAndValue(schema, reader.read(schema, message));
    }
}
