package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * A key whose value names a plugin. Its values stay strings, since no one class loader knows all plugin classes; clients
 * are told that the type is CLASS, as they expect.
 */
public final class PluginName implements ConfigDef.Validator, ConfigDef.Recommender {
    private final Plugins plugins;
    private final PluginKind kind;

    PluginName(Plugins plugins, PluginKind kind) {
        this.plugins = plugins;
        this.kind = kind;
    }

    @Override
    public void ensureValid(String key, Object value) {
        if (value == null) {
            return;
        }
        try {
            plugins.find(kind, value.toString().trim());
        } catch (ConfigException e) {
            throw new ConfigException(key, value, e.getMessage());
        }
    }

    @Override
    public List<Object> validValues(String key, Map<String, Object> config) {
        return plugins.descriptors().stream()
                .filter(descriptor -> descriptor.kind() == kind)
                .map(PluginDescriptor::className)
                .distinct()
                .sorted()
                .map(Object.class::cast)
                .toList();
    }

    @Override
    public boolean visible(String key, Map<String, Object> config) {
        return true;
    }

    @Override
    public String toString() {
        return "the class or alias of a " + kind.restName().replace('_', ' ');
    }
}
