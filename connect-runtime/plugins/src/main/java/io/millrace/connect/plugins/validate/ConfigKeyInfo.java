package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.config.PluginName;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The definition of one key, as REST clients see it. */
public record ConfigKeyInfo(
        String name,
        String type,
        boolean required,
        String defaultValue,
        String importance,
        String documentation,
        String group,
        int orderInGroup,
        String width,
        String displayName,
        List<String> dependents) {

    /** The definition of a key in the form that REST clients see. */
    public static ConfigKeyInfo of(ConfigDef.ConfigKey key) {
        String type = key.validator instanceof PluginName ? ConfigDef.Type.CLASS.name() : key.type.name();
        return new ConfigKeyInfo(
                key.name,
                type,
                !key.hasDefault(),
                key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : null,
                key.importance.name(),
                key.documentation,
                key.group,
                key.orderInGroup,
                key.width.name(),
                key.displayName,
                List.copyOf(key.dependents));
    }
}
