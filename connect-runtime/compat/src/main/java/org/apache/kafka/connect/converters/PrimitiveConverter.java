package org.apache.kafka.connect.converters;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.HeaderConverter;

/** Converts values of one primitive type to the bytes of Kafka's serializer for it, and back as optional values. */
abstract class PrimitiveConverter<T> implements Converter, HeaderConverter {
    private final Class<T> type;
    private final Schema schema;
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    PrimitiveConverter(Class<T> type, Schema schema, Serializer<T> serializer, Deserializer<T> deserializer) {
        this.type = type;
        this.schema = schema;
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public ConfigDef config() {
        return ConverterConfig.newConfigDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing depends on whether it converts keys, values or headers.
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
        deserializer.configure(configs, isKey);
    }

    @Override
    public byte[] fromConnectData(String topic, Schema valueSchema, Object value) {
        if (valueSchema != null && valueSchema.type() != schema.type()) {
            throw new DataException(
                    getClass().getSimpleName() + " takes " + schema.type() + " values, not " + valueSchema.type());
        }
        if (value != null && !type.isInstance(value)) {
            throw new DataException(getClass().getSimpleName() + " takes " + type.getName() + " values, not "
                    + value.getClass().getName());
        }
        return serializer.serialize(topic, type.cast(value));
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] bytes) {
        try {
            return new SchemaAndValue(schema, deserializer.deserialize(topic, bytes));
        } catch (SerializationException e) {
            throw new DataException("The bytes are no " + schema.type() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] fromConnectHeader(String topic, String headerKey, Schema valueSchema, Object value) {
        return fromConnectData(topic, valueSchema, value);
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte[] bytes) {
        return toConnectData(topic, bytes);
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
