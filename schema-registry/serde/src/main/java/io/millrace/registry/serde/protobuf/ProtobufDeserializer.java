package io.millrace.registry.serde.protobuf;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import io.millrace.registry.serde.IdContexts;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads messages by the schema that stands in front or in a header: dynamic ones, or those of the generated class that {@code
 * specific.protobuf.value.type} or {@code specific.protobuf.key.type} names. One thread, as consumers do.
 */
public class ProtobufDeserializer<T extends Message> implements Deserializer<T> {
    private static final String KEY_TYPE = "specific.protobuf.key.type";
    private static final String VALUE_TYPE = "specific.protobuf.value.type";
    private static final ConfigDef KEYS = new ConfigDef()
            .define(KEY_TYPE, ConfigDef.Type.CLASS, null, Importance.LOW, "")
            .define(VALUE_TYPE, ConfigDef.Type.CLASS, null, Importance.LOW, "");

    private ProtobufRecords records;
    private Message prototype;

    /** For Kafka, which calls {@link #configure} next. */
    public ProtobufDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        RegistryClient<ProtobufSchema> client =
                new RegistryClient<>(RegistryClientConfig.of(configs), ProtobufFormat.PROTOBUF);
        records = new ProtobufRecords(client, IdContexts.of(client, configs, isKey), isKey);
        String key = isKey ? KEY_TYPE : VALUE_TYPE;
        Class<?> type = (Class<?>) KEYS.parse(configs).get(key);
        prototype = type == null ? null : prototype(key, type);
    }

    private static Message prototype(String key, Class<?> type) {
        if (!Message.class.isAssignableFrom(type)) {
            throw new ConfigException(key, type.getName(), "must be a class that protoc generated");
        }
        return Internal.getDefaultInstance(type.asSubclass(Message.class));
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
        return (T)
                (prototype == null
                        ? records.read(topic, headers, payload).message()
                        : records.read(topic, headers, payload, prototype));
    }
}
