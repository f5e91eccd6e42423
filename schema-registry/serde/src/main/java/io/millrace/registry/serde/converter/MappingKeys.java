package io.millrace.registry.serde.converter;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The keys that say how values are mapped: those that all formats have, and how each defines its own. */
public final class MappingKeys {
    /** How many mapped schemas are remembered, each way. */
    public static final String CACHE = "schemas.cache.config";

    /** Whether a union of one type is that type. */
    public static final String FLATTEN = "flatten.singleton.unions";

    /** Whether null stays null where the schema has a default. */
    public static final String IGNORE_DEFAULT = "ignore.default.for.nullables";

    private static final int CACHE_DEFAULT = 1000;

    private MappingKeys() {}

    /** A definition that has {@link #CACHE}. */
    public static ConfigDef define() {
        return new ConfigDef()
                .define(
                        CACHE,
                        ConfigDef.Type.INT,
                        CACHE_DEFAULT,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "How many mapped schemas are remembered.");
    }

    /** Adds {@link #IGNORE_DEFAULT}; returns the definition. */
    public static ConfigDef ignoreDefault(ConfigDef keys) {
        return flag(keys, IGNORE_DEFAULT, false, "Whether null stays null where the schema has a default.");
    }

    /** Adds a key that is true or false and of medium importance; returns the definition. */
    public static ConfigDef flag(ConfigDef keys, String key, boolean otherwise, String what) {
        return flag(keys, key, otherwise, Importance.MEDIUM, what);
    }

    /** Adds a key that is true or false; returns the definition. */
    public static ConfigDef flag(ConfigDef keys, String key, boolean otherwise, Importance importance, String what) {
        return keys.define(key, ConfigDef.Type.BOOLEAN, otherwise, importance, what);
    }
}
