package io.millrace.registry.serde;

import io.millrace.registry.serde.RegistryClient.Registered;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Which id, and which schema, goes out with values of a schema on a topic. */
public final class SubjectIds {
    private static final String STRATEGY_DEFAULT = "TopicNameStrategy";
    private static final String AUTO_REGISTER = "auto.register.schemas";
    private static final String USE_LATEST = "use.latest.version";

    private final RegistryClient client;
    private final SubjectNameStrategy strategy;
    private final boolean isKey;
    private final boolean autoRegister;
    private final boolean useLatest;

    /** Adds the keys to a definition; returns it. */
    public static ConfigDef define(ConfigDef keys) {
        for (String of : List.of("key", "value")) {
            keys.define(
                    strategyKey(of.equals("key")),
                    ConfigDef.Type.STRING,
                    STRATEGY_DEFAULT,
                    ConfigDef.LambdaValidator.with(
                            (key, value) -> SubjectNameStrategy.find(key, (String) value),
                            () -> "TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy"),
                    Importance.MEDIUM,
                    "Under which subject the schema of a " + of + " is registered.");
        }
        return keys.define(
                        AUTO_REGISTER,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether a schema is registered when it is first written.")
                .define(
                        USE_LATEST,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether, without registering, the latest schema of the subject is written.");
    }

    private static String strategyKey(boolean isKey) {
        return (isKey ? "key" : "value") + ".subject.name.strategy";
    }

    public SubjectIds(RegistryClient client, Map<String, ?> configs, boolean isKey) {
        this.client = client;
        this.isKey = isKey;
        String key = strategyKey(isKey);
        this.strategy = SubjectNameStrategy.find(key, RegistryClientConfig.text(configs, key, STRATEGY_DEFAULT));
        this.autoRegister = RegistryClientConfig.flag(configs, AUTO_REGISTER, true);
        this.useLatest = RegistryClientConfig.flag(configs, USE_LATEST, false);
    }

    /** Finds the id, and registers the schema first where that is allowed. */
    public Registered idFor(String topic, Schema schema) {
        String subject = strategy.subject(topic, isKey, schema);
        if (autoRegister) {
            return new Registered(client.register(subject, schema), schema);
        }
        return useLatest ? client.latest(subject) : new Registered(client.lookUp(subject, schema), schema);
    }
}
