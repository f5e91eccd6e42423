package io.millrace.registry.serde.converter;

import io.millrace.registry.serde.IdContexts;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.SchemaFormat;
import io.millrace.registry.serde.SubjectIds;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.WireFormat.Named;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;

/**
 * How one converter asks its registry. Any thread.
 *
 * @param client finds schemas by their ids
 * @param ids finds what goes out with values
 * @param contexts says where ids of records are looked for
 * @param isKey whether the converter is for keys
 */
public record RegistryAccess<S>(RegistryClient<S> client, SubjectIds<S> ids, IdContexts contexts, boolean isKey) {
    /** Adds the keys that {@link #open} reads to a definition; returns it. */
    static ConfigDef define(ConfigDef keys) {
        return SubjectIds.define(RegistryClientConfig.define(keys));
    }

    /** Reads the settings; connects to nothing yet. */
    public static <S> RegistryAccess<S> open(Map<String, ?> configs, boolean isKey, SchemaFormat<S> format) {
        RegistryClient<S> client = new RegistryClient<>(RegistryClientConfig.of(configs), format);
        return new RegistryAccess<>(
                client, new SubjectIds<>(client, configs, isKey), IdContexts.of(client, configs, isKey), isKey);
    }

    /** What names the schema of a payload. */
    public Named named(Headers headers, byte[] payload) {
        return WireFormat.find(headers, isKey, payload);
    }
}
