package io.millrace.registry.serde;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/**
 * Which schema goes out, and under which subject.
 *
 * @param schemaId the id that goes out with every value, or -1
 */
record SubjectIdsConfig(
        SubjectNameStrategy strategy,
        boolean autoRegister,
        boolean useLatest,
        boolean latestStrict,
        int schemaId,
        boolean idStrict,
        boolean normalize) {
    private static final String STRATEGY_DEFAULT = "TopicNameStrategy";
    private static final String AUTO_REGISTER = "auto.register.schemas";
    private static final String USE_LATEST = "use.latest.version";
    private static final String LATEST_STRICT = "latest.compatibility.strict";
    private static final String USE_ID = "use.schema.id";
    private static final String ID_STRICT = "id.compatibility.strict";
    private static final String NORMALIZE = "normalize.schemas";

    private static final Map<String, Boolean> FLAGS =
            Map.of(AUTO_REGISTER, true, USE_LATEST, false, LATEST_STRICT, true, ID_STRICT, true, NORMALIZE, false);

    static ConfigDef define(ConfigDef keys) {
        for (String of : List.of("key", "value")) {
            keys.define(
                    strategyKey(of.equals("key")),
                    ConfigDef.Type.STRING,
                    STRATEGY_DEFAULT,
                    ConfigDef.LambdaValidator.with(
                            (key, value) -> SubjectNameStrategy.find(key, (String) value),
                            () -> "TopicNameStrategy, AssociatedNameStrategy, RecordNameStrategy or"
                                    + " TopicRecordNameStrategy"),
                    Importance.MEDIUM,
                    "Under which subject the schema of a " + of + " is registered.");
        }
        flag(keys, AUTO_REGISTER, Importance.MEDIUM, "Whether a schema is registered when it is first written.");
        flag(
                keys,
                USE_LATEST,
                Importance.LOW,
                "Whether, without registering, the latest schema of the subject is written.");
        flag(keys, LATEST_STRICT, Importance.LOW, "Whether that schema must take all that the value's own one allows.");
        keys.define(
                USE_ID,
                ConfigDef.Type.INT,
                -1,
                Importance.LOW,
                "The id of the schema that is written, without registering; -1 for none.");
        flag(keys, ID_STRICT, Importance.LOW, "Whether that schema must take all that the value's own one allows.");
        return flag(keys, NORMALIZE, Importance.LOW, "Whether schemas are registered in their normal form.");
    }

    private static ConfigDef flag(ConfigDef keys, String key, Importance importance, String what) {
        return keys.define(key, ConfigDef.Type.BOOLEAN, FLAGS.get(key), importance, what);
    }

    static SubjectIdsConfig of(Map<String, ?> configs, boolean isKey) {
        RefusedKeys.check(configs, isKey);
        return new SubjectIdsConfig(
                strategy(configs, isKey),
                flag(configs, AUTO_REGISTER),
                flag(configs, USE_LATEST),
                flag(configs, LATEST_STRICT),
                id(configs),
                flag(configs, ID_STRICT),
                flag(configs, NORMALIZE));
    }

    /** How subjects are named, which readers may have to know as well. */
    static SubjectNameStrategy strategy(Map<String, ?> configs, boolean isKey) {
        String key = strategyKey(isKey);
        return SubjectNameStrategy.find(key, RegistryClientConfig.text(configs, key, STRATEGY_DEFAULT));
    }

    private static boolean flag(Map<String, ?> configs, String key) {
        return RegistryClientConfig.flag(configs, key, FLAGS.get(key));
    }

    private static int id(Map<String, ?> configs) {
        String written = RegistryClientConfig.text(configs, USE_ID, "-1").trim();
        try {
            return Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw new ConfigException(USE_ID, written, "must be a number");
        }
    }

    private static String strategyKey(boolean isKey) {
        return (isKey ? "key" : "value") + ".subject.name.strategy";
    }
}
