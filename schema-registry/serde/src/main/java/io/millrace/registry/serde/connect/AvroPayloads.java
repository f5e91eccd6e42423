package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.AvroFormat;
import io.millrace.registry.serde.WireFormat.Named;
import io.millrace.registry.serde.connect.IncomingSchemas.Incoming;
import io.millrace.registry.serde.connect.OutgoingSchemas.Outgoing;
import io.millrace.registry.serde.converter.PayloadMapping;
import io.millrace.registry.serde.converter.RegistryAccess;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;

/** Connect's values as Avro behind schema ids. */
final class AvroPayloads implements PayloadMapping {
    private final RegistryAccess<org.apache.avro.Schema> registry;
    private final AvroMapping mapping;
    private final OutgoingSchemas outgoing;
    private final IncomingSchemas incoming;

    private AvroPayloads(MappingConfig config, RegistryAccess<org.apache.avro.Schema> registry) {
        this.registry = registry;
        this.mapping = new AvroMapping(config);
        this.outgoing = new OutgoingSchemas(config.maxCachedSchemas(), mapping, registry.ids());
        this.incoming = new IncomingSchemas(registry.client(), mapping);
    }

    static PayloadMapping open(Map<String, ?> configs, boolean isKey) {
        MappingConfig config = MappingConfig.of(configs);
        return new AvroPayloads(config, RegistryAccess.open(configs, isKey, AvroFormat.AVRO));
    }

    @Override
    public byte[] write(String topic, Schema schema, Object value) {
        Outgoing out = outgoing.find(topic, schema);
        byte[] bytes = mapping.write(out.header(), out.plan(), value);
        return out.translation() == null ? bytes : out.translation().translate(bytes);
    }

    @Override
    public SchemaAndValue read(String topic, Headers headers, byte[] payload) {
        Named named = registry.named(headers, payload);
        Incoming in = incoming.find(registry.contexts().find(topic, named.schema()));
        return new SchemaAndValue(in.plan().connect(), mapping.read(in.plan(), in.avro(), payload, named.start()));
    }
}
