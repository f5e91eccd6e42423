package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SubjectIds;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.WireFormat.Named;
import io.millrace.registry.serde.json.JsonRecords;
import io.millrace.registry.serde.json.JsonSchema;
import io.millrace.registry.serde.json.JsonSchemaFormat;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/** Converts between Connect's values and JSON with schema ids. A converter serves one task, in one thread. */
public class JsonSchemaConverter implements Converter {
    private JsonMappingConfig config;
    private ValueWriter values;
    private JsonRecords records;
    private RegistryClient<JsonSchema> client;
    private SubjectIds<JsonSchema> ids;
    private RecentMap<Schema, JsonSchema> written;
    private RecentMap<JsonSchema, Counterpart> read;
    private boolean key;

    /** For Connect, which calls {@link #configure} next. */
    public JsonSchemaConverter() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        config = JsonMappingConfig.of(configs);
        client = new RegistryClient<>(RegistryClientConfig.of(configs), JsonSchemaFormat.JSON);
        ids = new SubjectIds<>(client, configs, isKey);
        values = new ValueWriter(config);
        records = new JsonRecords(config.validates());
        written = new RecentMap<>(config.maxCachedSchemas());
        read = new RecentMap<>(config.maxCachedSchemas());
        key = isKey;
    }

    @Override
    public ConfigDef config() {
        return SubjectIds.define(RegistryClientConfig.define(JsonMappingConfig.definition()));
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (schema == null && value == null) {
            return null;
        }
        try {
            if (schema == null) {
                return records.write(ids.idFor(topic, null), value);
            }
            if (value == null && schema.isOptional() && schema.defaultValue() == null) {
                return null;
            }
            JsonNode json = values.write(schema, value);
            // A builder may be another schema at the next record: it counts as what it is now.
            JsonSchema own = written.get(
                    schema.schema(),
                    connect -> JsonSchema.parse(
                            new SchemaWriter(config, values).write(connect).toString()));
            Registered<JsonSchema> registered = ids.idFor(topic, own);
            return records.write(registered, json);
        } catch (SerializationException e) {
            throw failure("the JSON value for topic " + topic + " cannot be written", e);
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
            JsonSchema schema = client.schema(named.schema());
            JsonNode json = records.read(named.schema(), schema, payload, named.start());
            Schema connect =
                    read.get(schema, each -> Counterpart.of(config, each)).schema();
            return new SchemaAndValue(connect, ValueReader.read(connect, json));
        } catch (SerializationException e) {
            throw failure("the JSON value of topic " + topic + " cannot be read", e);
        } catch (DataException e) {
            throw new DataException("the JSON value of topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Lets go of the caches and of the HTTP client, whose thread ends with it; it can be configured anew. */
    @Override
    public void close() {
        client = null;
        ids = null;
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
