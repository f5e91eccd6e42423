package io.millrace.registry.serde.json;

import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.SubjectIds;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes values as JSON with the id of their schema in front: a {@link JsonDocument}, which brings its schema, or any value
 * that Jackson can write, if the schema is one of the registry's. Any thread, as producers need it.
 */
public class JsonSchemaSerializer<T> implements Serializer<T> {
    private static final ConfigDef KEYS =
            new ConfigDef().define(JsonRecords.VALIDATE, ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "");

    private SubjectIds<JsonSchema> ids;
    private JsonRecords records;

    /** For Kafka, which calls {@link #configure} next. */
    public JsonSchemaSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        ids = new SubjectIds<>(
                new RegistryClient<>(RegistryClientConfig.of(configs), JsonSchemaFormat.JSON), configs, isKey);
        records = new JsonRecords((boolean) KEYS.parse(configs).get(JsonRecords.VALIDATE));
    }

    @Override
    public byte[] serialize(String topic, T value) {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonDocument document) {
            return document.value() == null
                    ? null
                    : records.write(ids.idFor(topic, document.schema()), document.value());
        }
        return records.write(ids.idFor(topic, null), value);
    }
}
