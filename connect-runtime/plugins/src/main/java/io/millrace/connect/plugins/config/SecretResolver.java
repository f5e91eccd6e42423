package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.NearestName;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces {@code ${provider:path:key}} by what a config provider says. The providers come from the worker's keys
 * {@code config.providers}, {@code config.providers.<name>.class} and {@code config.providers.<name>.param.*}.
 */
public final class SecretResolver implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SecretResolver.class);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*?):(([^}]*?):)?([^}]*?)\\}");

    private final Map<String, ConfigProvider> providers;

    private SecretResolver(Map<String, ConfigProvider> providers) {
        this.providers = providers;
    }

    /** Makes and configures the providers of a worker. */
    public static SecretResolver open(Plugins plugins, Map<String, String> workerConfig) {
        Map<String, ConfigProvider> providers = new LinkedHashMap<>();
        for (String name : Aliases.of(workerConfig.get("config.providers"))) {
            String prefix = "config.providers." + name + ".";
            String className = workerConfig.get(prefix + "class");
            if (className == null) {
                throw new ConfigException("Missing required configuration \"" + prefix + "class\" of a provider in"
                        + " config.providers.");
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            workerConfig.forEach((key, value) -> {
                if (key.startsWith(prefix + "param.")) {
                    parameters.put(key.substring(prefix.length() + "param.".length()), value);
                }
            });
            PluginHandle<ConfigProvider> provider = plugins.newConfigured(
                    plugins.find(PluginKind.CONFIG_PROVIDER, className), ConfigProvider.class, parameters);
            providers.put(name, new LoaderBoundProvider(provider));
        }
        return new SecretResolver(providers);
    }

    /** The configuration with every reference resolved; fails with a message that names the reference, not its value. */
    public Map<String, String> resolve(Map<String, String> config) {
        if (providers.isEmpty()) {
            return config;
        }
        config.forEach(this::checkReferences);
        return new ConfigTransformer(providers).transform(config).data();
    }

    private void checkReferences(String key, String value) {
        if (value == null) {
            return;
        }
        Matcher reference = REFERENCE.matcher(value);
        while (reference.find()) {
            ConfigProvider provider = providers.get(reference.group(1));
            if (provider == null) {
                // Left as it is, as in Kafka Connect: templates of other tools look the same.
                LOGGER.warn(
                        "reference to an unknown config provider key={} provider={}{}",
                        key,
                        reference.group(1),
                        NearestName.hint(reference.group(1), providers.keySet()));
                continue;
            }
            String path = reference.group(3) == null ? "" : reference.group(3);
            ConfigData found = provider.get(path, java.util.Set.of(reference.group(4)));
            if (!found.data().containsKey(reference.group(4))) {
                throw new ConfigException("The config provider '" + reference.group(1) + "' has nothing for "
                        + reference.group() + " in " + key);
            }
        }
    }

    @Override
    public void close() {
        providers.forEach((name, provider) -> {
            try {
                provider.close();
            } catch (IOException e) {
                LOGGER.warn("config provider did not close provider={}", name, e);
            }
        });
    }
}
