package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.ConnectorKeys;
import io.millrace.connect.plugins.index.PluginKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Asks a plugin for the definition of its keys. */
final class PluginDescription {
    private final Plugins plugins;

    PluginDescription(Plugins plugins) {
        this.plugins = plugins;
    }

    List<ConfigKeyInfo> keys(PluginDescriptor descriptor) {
        Map<String, ConfigDef.ConfigKey> keys = new LinkedHashMap<>();
        try (PluginHandle<Object> plugin = plugins.newInstance(descriptor, Object.class)) {
            ConfigDef own = plugin.call(PluginDescription::definition);
            if (own != null) {
                keys.putAll(own.configKeys());
            }
        }
        if (descriptor.kind() == PluginKind.SOURCE) {
            ConnectorKeys.source(plugins).configKeys().forEach(keys::putIfAbsent);
        } else if (descriptor.kind() == PluginKind.SINK) {
            ConnectorKeys.sink(plugins).configKeys().forEach(keys::putIfAbsent);
        }
        return keys.values().stream().map(ConfigKeyInfo::of).toList();
    }

    /** By the oldest type that has the method: plugins of before 4.1 know no common one for it. */
    private static ConfigDef definition(Object plugin) {
        if (plugin instanceof Connector connector) {
            return connector.config();
        }
        if (plugin instanceof Transformation<?> transformation) {
            return transformation.config();
        }
        if (plugin instanceof Predicate<?> predicate) {
            return predicate.config();
        }
        return plugin instanceof ConnectPlugin other ? other.config() : null;
    }
}
