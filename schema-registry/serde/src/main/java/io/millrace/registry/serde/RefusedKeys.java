package io.millrace.registry.serde;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Settings of Confluent's serializers that change what goes out, or where, and are not there: refused, and not passed over. */
final class RefusedKeys {
    private static final String ID_SERIALIZER = ".schema.id.serializer";

    private RefusedKeys() {}

    /** Refuses what is set otherwise than to what happens here. */
    static void check(Map<String, ?> configs, boolean isKey) {
        require(
                configs,
                (isKey ? "key" : "value") + ID_SERIALIZER,
                "PrefixSchemaIdSerializer",
                "ids are written in front of the payload, where all readers look for them; leave it out");
        require(
                configs,
                "context.name.strategy",
                "NullContextNameStrategy",
                "name the context in schema.registry.url, as in http://host:8081/contexts/.name, and leave it out");
        require(
                configs,
                "use.latest.with.metadata",
                "",
                "choose the schema by use.latest.version or use.schema.id, and leave it out");
    }

    private static void require(Map<String, ?> configs, String key, String only, String advice) {
        String written = RegistryClientConfig.text(configs, key, "").trim();
        String simple = written.substring(written.lastIndexOf('.') + 1);
        if (!written.isEmpty() && !simple.equals(only)) {
            throw new ConfigException(key, written, advice);
        }
    }
}
