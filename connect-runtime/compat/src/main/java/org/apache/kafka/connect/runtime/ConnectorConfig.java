package org.apache.kafka.connect.runtime;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * The keys of every connector, for plugins that name them through this class or build their own definition on top of
 * these, as MirrorMaker does. The runtime itself validates by its own definition.
 */
public class ConnectorConfig extends AbstractConfig {
    public static final String NAME_CONFIG = "name";
    public static final String CONNECTOR_CLASS_CONFIG = "connector.class";
    public static final String CONNECTOR_VERSION = "connector.plugin.version";
    public static final String TASKS_MAX_CONFIG = "tasks.max";
    public static final int TASKS_MAX_DEFAULT = 1;
    public static final String TASKS_MAX_ENFORCE_CONFIG = "tasks.max.enforce";
    public static final boolean TASKS_MAX_ENFORCE_DEFAULT = true;
    public static final String KEY_CONVERTER_CLASS_CONFIG = "key.converter";
    public static final String VALUE_CONVERTER_CLASS_CONFIG = "value.converter";
    public static final String HEADER_CONVERTER_CLASS_CONFIG = "header.converter";
    public static final String TRANSFORMS_CONFIG = "transforms";
    public static final String PREDICATES_CONFIG = "predicates";
    public static final String PREDICATES_PREFIX = "predicates.";
    public static final String CONFIG_RELOAD_ACTION_CONFIG = "config.action.reload";
    public static final String ERRORS_RETRY_TIMEOUT_CONFIG = "errors.retry.timeout";
    public static final int ERRORS_RETRY_TIMEOUT_DEFAULT = 0;
    public static final String ERRORS_RETRY_MAX_DELAY_CONFIG = "errors.retry.delay.max.ms";
    public static final int ERRORS_RETRY_MAX_DELAY_DEFAULT = 60_000;
    public static final String ERRORS_TOLERANCE_CONFIG = "errors.tolerance";
    public static final String ERRORS_LOG_ENABLE_CONFIG = "errors.log.enable";
    public static final boolean ERRORS_LOG_ENABLE_DEFAULT = false;
    public static final String ERRORS_LOG_INCLUDE_MESSAGES_CONFIG = "errors.log.include.messages";
    public static final boolean ERRORS_LOG_INCLUDE_MESSAGES_DEFAULT = false;
    public static final String CONNECTOR_CLIENT_PRODUCER_OVERRIDES_PREFIX = "producer.override.";
    public static final String CONNECTOR_CLIENT_CONSUMER_OVERRIDES_PREFIX = "consumer.override.";
    public static final String CONNECTOR_CLIENT_ADMIN_OVERRIDES_PREFIX = "admin.override.";

    /** The given properties, read by a definition that includes that of {@link #configDef()}. */
    public ConnectorConfig(ConfigDef definition, Map<String, String> properties) {
        super(definition, properties);
    }

    /** A fresh definition of the keys above, to which the caller may add. */
    public static ConfigDef configDef() {
        ConfigDef keys = new ConfigDef()
                .define(NAME_CONFIG, ConfigDef.Type.STRING, Importance.HIGH, "The name of the connector.")
                .define(CONNECTOR_CLASS_CONFIG, ConfigDef.Type.STRING, Importance.HIGH, "The class of the connector.")
                .define(
                        TASKS_MAX_CONFIG,
                        ConfigDef.Type.INT,
                        TASKS_MAX_DEFAULT,
                        ConfigDef.Range.atLeast(1),
                        Importance.HIGH,
                        "At most this many tasks.")
                .define(
                        TASKS_MAX_ENFORCE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        TASKS_MAX_ENFORCE_DEFAULT,
                        Importance.LOW,
                        "Whether more tasks are an error.")
                .define(TRANSFORMS_CONFIG, ConfigDef.Type.LIST, List.of(), Importance.LOW, "Transformations.")
                .define(PREDICATES_CONFIG, ConfigDef.Type.LIST, List.of(), Importance.LOW, "Predicates.")
                .define(
                        CONFIG_RELOAD_ACTION_CONFIG,
                        ConfigDef.Type.STRING,
                        "restart",
                        ConfigDef.ValidString.in("none", "restart"),
                        Importance.LOW,
                        "What to do when a secret expires.");
        for (String converter :
                List.of(KEY_CONVERTER_CLASS_CONFIG, VALUE_CONVERTER_CLASS_CONFIG, HEADER_CONVERTER_CLASS_CONFIG)) {
            keys.define(converter, ConfigDef.Type.STRING, null, Importance.LOW, "A converter; the worker's if unset.");
        }
        return errors(keys);
    }

    private static ConfigDef errors(ConfigDef keys) {
        return keys.define(
                        ERRORS_RETRY_TIMEOUT_CONFIG,
                        ConfigDef.Type.LONG,
                        ERRORS_RETRY_TIMEOUT_DEFAULT,
                        Importance.MEDIUM,
                        "How long a failed operation is tried again.")
                .define(
                        ERRORS_RETRY_MAX_DELAY_CONFIG,
                        ConfigDef.Type.LONG,
                        ERRORS_RETRY_MAX_DELAY_DEFAULT,
                        Importance.MEDIUM,
                        "The longest pause between tries.")
                .define(
                        ERRORS_TOLERANCE_CONFIG,
                        ConfigDef.Type.STRING,
                        "none",
                        ConfigDef.ValidString.in("none", "all"),
                        Importance.MEDIUM,
                        "Whether bad records are skipped.")
                .define(
                        ERRORS_LOG_ENABLE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        ERRORS_LOG_ENABLE_DEFAULT,
                        Importance.MEDIUM,
                        "Whether tolerated errors are logged.")
                .define(
                        ERRORS_LOG_INCLUDE_MESSAGES_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        ERRORS_LOG_INCLUDE_MESSAGES_DEFAULT,
                        Importance.MEDIUM,
                        "Whether the log names where a bad record was.");
    }
}
