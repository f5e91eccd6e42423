package io.millrace.registry.serde.converter;

import io.millrace.registry.serde.RegistryException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/**
 * What a converter that keeps its schemas in a registry is to Connect, whatever the format. A converter serves one task,
 * in one thread. The formats' classes say what they are in their constructors, and add no behaviour.
 */
public abstract class RegistryConverter implements Converter {
    private final String format;
    private final Supplier<ConfigDef> keys;
    private final Opening opening;
    private PayloadMapping mapping;

    /**
     * @param format what the values are called in messages, such as {@code Avro}
     * @param keys defines the settings of the mapping, anew each time
     */
    protected RegistryConverter(String format, Supplier<ConfigDef> keys, Opening opening) {
        this.format = format;
        this.keys = keys;
        this.opening = opening;
    }

    /** Makes the mapping. */
    @FunctionalInterface
    protected interface Opening {
        /** Makes it by what is configured; a wrong setting is a {@code ConfigException} that names it. */
        PayloadMapping open(Map<String, ?> configs, boolean isKey);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        mapping = opening.open(configs, isKey);
    }

    @Override
    public ConfigDef config() {
        return RegistryAccess.define(keys.get());
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null && (schema == null || (schema.isOptional() && schema.defaultValue() == null))) {
            return null;
        }
        try {
            return mapping.write(topic, schema, value);
        } catch (SerializationException e) {
            throw failure("the " + format + " value for topic " + topic + " cannot be written", e);
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
            return mapping.read(topic, headers, payload);
        } catch (SerializationException e) {
            throw failure("the " + format + " value of topic " + topic + " cannot be read", e);
        }
    }

    /** Lets go of the caches and of the HTTP client, whose thread ends with it; it can be configured anew. */
    @Override
    public void close() {
        mapping = null;
    }

    /** What may go away by itself is tried again by the task; the rest is a matter of the data. */
    private static RuntimeException failure(String message, SerializationException cause) {
        if (cause instanceof RegistryException refusal && refusal.isRetriable()) {
            return new RetriableException(message + ": " + cause.getMessage(), cause);
        }
        return new DataException(message + ": " + cause.getMessage(), cause);
    }
}
