package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.WireFormat.Named;
import io.millrace.registry.serde.converter.PayloadMapping;
import io.millrace.registry.serde.converter.RegistryAccess;
import io.millrace.registry.serde.json.JsonRecords;
import io.millrace.registry.serde.json.JsonSchema;
import io.millrace.registry.serde.json.JsonSchemaFormat;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/** Connect's values as JSON behind schema ids. */
final class JsonPayloads implements PayloadMapping {
    private final JsonMappingConfig config;
    private final RegistryAccess<JsonSchema> registry;
    private final ValueWriter values;
    private final JsonRecords records;
    private final RecentMap<Schema, JsonSchema> written;
    private final RecentMap<JsonSchema, Counterpart> read;

    private JsonPayloads(JsonMappingConfig config, RegistryAccess<JsonSchema> registry) {
        this.config = config;
        this.registry = registry;
        this.values = new ValueWriter(config);
        this.records = new JsonRecords(config.validates());
        this.written = new RecentMap<>(config.maxCachedSchemas());
        this.read = new RecentMap<>(config.maxCachedSchemas());
    }

    static PayloadMapping open(Map<String, ?> configs, boolean isKey) {
        JsonMappingConfig config = JsonMappingConfig.of(configs);
        return new JsonPayloads(config, RegistryAccess.open(configs, isKey, JsonSchemaFormat.JSON));
    }

    @Override
    public byte[] write(String topic, Schema schema, Object value) {
        if (schema == null) {
            return records.write(registry.ids().idFor(topic, null), value);
        }
        JsonNode json = values.write(schema, value);
        // A builder may be another schema at the next record: it counts as what it is now.
        JsonSchema own = written.get(
                schema.schema(),
                connect -> JsonSchema.parse(
                        new SchemaWriter(config, values).write(connect).toString()));
        return records.write(registry.ids().idFor(topic, own), json);
    }

    @Override
    public SchemaAndValue read(String topic, Headers headers, byte[] payload) {
        Named named = registry.named(headers, payload);
        JsonSchema schema = registry.client().schema(registry.contexts().find(topic, named.schema()));
        JsonNode json = records.read(named.schema(), schema, payload, named.start());
        try {
            Schema connect =
                    read.get(schema, each -> Counterpart.of(config, each)).schema();
            return new SchemaAndValue(connect, ValueReader.read(connect, json));
        } catch (DataException e) {
            throw new DataException("the JSON value of topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }
}
