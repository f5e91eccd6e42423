package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** Judges the keys of the converters that a connector brings itself, by their own definitions. */
final class ConverterChecks {
    private final Plugins plugins;

    ConverterChecks(Plugins plugins) {
        this.plugins = plugins;
    }

    void check(Map<String, String> config, KeyedErrors errors) {
        check("key.converter", PluginKind.CONVERTER, Converter.class, config, errors);
        check("value.converter", PluginKind.CONVERTER, Converter.class, config, errors);
        check("header.converter", PluginKind.HEADER_CONVERTER, HeaderConverter.class, config, errors);
    }

    private <T extends ConnectPlugin & java.io.Closeable> void check(
            String key, PluginKind kind, Class<T> type, Map<String, String> config, KeyedErrors errors) {
        String className = config.get(key);
        if (className == null || className.isBlank()) {
            return;
        }
        try (PluginHandle<T> converter = plugins.newInstance(plugins.find(kind, className.trim()), type)) {
            try {
                ConfigDef definition = converter.call(ConnectPlugin::config);
                if (definition != null) {
                    for (ConfigValue verdict : judge(definition, key, config)) {
                        for (String message : verdict.errorMessages()) {
                            errors.error(key + "." + verdict.name(), verdict.value(), message);
                        }
                    }
                }
            } finally {
                converter.<IOException>run(java.io.Closeable::close);
            }
        } catch (ConfigException | IOException e) {
            errors.error(key, className, e.getMessage());
        }
    }

    private static List<ConfigValue> judge(ConfigDef definition, String key, Map<String, String> config) {
        Map<String, String> own = new LinkedHashMap<>();
        config.forEach((name, value) -> {
            if (name.startsWith(key + ".")) {
                own.put(name.substring(key.length() + 1), value);
            }
        });
        own.put("converter.type", key.substring(0, key.indexOf('.')));
        return definition.validate(own);
    }
}
