package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.ConnectorDefinition;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.secrets.SecretKeys;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.connector.Connector;

/** Asks all plugins that a configuration names which of their keys are passwords. Plugin threads only. */
final class SecretKeyFinder {
    private final Plugins plugins;

    SecretKeyFinder(Plugins plugins) {
        this.plugins = plugins;
    }

    SecretKeys find(Map<String, String> config) {
        PluginDescriptor descriptor = plugins.connectorOf(config);
        Map<String, ConfigDef.ConfigKey> keys = new LinkedHashMap<>(
                ConnectorDefinition.enriched(plugins, descriptor.kind(), config).configKeys());
        try (PluginHandle<Connector> connector = plugins.newConnector(descriptor)) {
            ConfigDef own = connector.call(Connector::config);
            if (own != null) {
                own.configKeys().forEach(keys::putIfAbsent);
            }
        }
        addConverter("key.converter", PluginKind.CONVERTER, config, keys);
        addConverter("value.converter", PluginKind.CONVERTER, config, keys);
        addConverter("header.converter", PluginKind.HEADER_CONVERTER, config, keys);
        return SecretKeys.defined(keys);
    }

    private void addConverter(
            String key, PluginKind kind, Map<String, String> config, Map<String, ConfigDef.ConfigKey> keys) {
        String className = config.get(key);
        if (className == null || className.isBlank()) {
            return;
        }
        try (PluginHandle<ConnectPlugin> converter =
                plugins.newInstance(plugins.find(kind, className.trim()), ConnectPlugin.class)) {
            ConfigDef own = converter.call(ConnectPlugin::config);
            if (own != null) {
                ConfigDef prefixed = new ConfigDef();
                prefixed.embed(key + ".", "", 0, own);
                prefixed.configKeys().forEach(keys::putIfAbsent);
            }
            if (converter.instance() instanceof Closeable) {
                converter.<IOException>run(instance -> ((Closeable) instance).close());
            }
        } catch (ConfigException | IOException e) {
            // A converter that is not there has no keys; validation reports it where it matters.
            return;
        }
    }
}
