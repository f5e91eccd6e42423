package io.millrace.registry.serde.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.serde.IdContexts;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.WireFormat.Named;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads JSON by the schema that stands in front or in a header, as the class that {@code json.value.type} or {@code
 * json.key.type} names; maps, lists and plain values if none is named. One thread, as consumers do.
 */
public class JsonSchemaDeserializer<T> implements Deserializer<T> {
    private static final String KEY_TYPE = "json.key.type";
    private static final String VALUE_TYPE = "json.value.type";
    private static final String FAIL_UNKNOWN = "json.fail.unknown.properties";
    private static final ConfigDef KEYS = new ConfigDef()
            .define(JsonRecords.VALIDATE, ConfigDef.Type.BOOLEAN, false, Importance.LOW, "")
            .define(FAIL_UNKNOWN, ConfigDef.Type.BOOLEAN, true, Importance.LOW, "")
            .define(KEY_TYPE, ConfigDef.Type.CLASS, Object.class, Importance.LOW, "")
            .define(VALUE_TYPE, ConfigDef.Type.CLASS, Object.class, Importance.LOW, "");

    private RegistryClient<JsonSchema> client;
    private IdContexts contexts;
    private JsonRecords records;
    private ObjectMapper mapper;
    private Class<?> type;
    private boolean isKey;

    /** For Kafka, which calls {@link #configure} next. */
    public JsonSchemaDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean forKeys) {
        Map<String, Object> parsed = KEYS.parse(configs);
        isKey = forKeys;
        client = new RegistryClient<>(RegistryClientConfig.of(configs), JsonSchemaFormat.JSON);
        contexts = IdContexts.of(client, configs, forKeys);
        records = new JsonRecords((boolean) parsed.get(JsonRecords.VALIDATE));
        type = (Class<?>) parsed.get(forKeys ? KEY_TYPE : VALUE_TYPE);
        mapper = JsonRecords.MAPPER
                .copy()
                .configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, false)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, (boolean) parsed.get(FAIL_UNKNOWN));
    }

    @Override
    public T deserialize(String topic, byte[] payload) {
        return deserialize(topic, null, payload);
    }

    @Override
    @SuppressWarnings("unchecked") // The class is the user's own choice, as is T.
    public T deserialize(String topic, Headers headers, byte[] payload) {
        if (payload == null) {
            return null;
        }
        Named named = WireFormat.find(headers, isKey, payload);
        JsonSchema schema = client.schema(contexts.find(topic, named.schema()));
        records.check(named.schema(), schema, payload, named.start());
        try {
            return (T) mapper.readValue(payload, named.start(), payload.length - named.start(), type);
        } catch (IOException | IllegalArgumentException e) {
            throw new SerializationException(
                    "the document of topic " + topic + " is no " + type.getName() + ": " + e.getMessage(), e);
        }
    }
}
