package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.PluginHandle;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigChangeCallback;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** A config provider of a plugin, called under the plugin's class loader. */
final class LoaderBoundProvider implements ConfigProvider {
    private final PluginHandle<ConfigProvider> provider;

    LoaderBoundProvider(PluginHandle<ConfigProvider> provider) {
        this.provider = provider;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        provider.run(instance -> instance.configure(configs));
    }

    @Override
    public ConfigData get(String path) {
        return provider.call(instance -> instance.get(path));
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        return provider.call(instance -> instance.get(path, keys));
    }

    @Override
    public void subscribe(String path, Set<String> keys, ConfigChangeCallback callback) {
        provider.run(instance -> instance.subscribe(path, keys, callback));
    }

    @Override
    public void unsubscribe(String path, Set<String> keys, ConfigChangeCallback callback) {
        provider.run(instance -> instance.unsubscribe(path, keys, callback));
    }

    @Override
    public void unsubscribeAll() {
        provider.run(ConfigProvider::unsubscribeAll);
    }

    @Override
    public void close() throws IOException {
        try (provider) {
            provider.<IOException>run(ConfigProvider::close);
        }
    }
}
