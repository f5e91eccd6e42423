package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.Aliases;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.secrets.Reference;
import io.millrace.connect.plugins.secrets.References;
import io.millrace.names.NearestName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigChangeCallback;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.ConfigTransformerResult;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces {@code ${provider:path:key}} by what a config provider says. The providers come from the worker's keys
 * {@code config.providers}, {@code config.providers.<name>.class} and {@code config.providers.<name>.param.*}.
 */
public final class SecretResolver implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SecretResolver.class);

    private final Map<String, ConfigProvider> providers;
    private final Map<String, RootedPaths> roots;

    private SecretResolver(Map<String, ConfigProvider> providers, Map<String, RootedPaths> roots) {
        this.providers = providers;
        this.roots = roots;
    }

    /** Makes and configures the providers of a worker. */
    public static SecretResolver open(Plugins plugins, Map<String, String> workerConfig) {
        Map<String, ConfigProvider> providers = new LinkedHashMap<>();
        Map<String, RootedPaths> roots = new LinkedHashMap<>();
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
            roots.put(name, RootedPaths.of(parameters));
            warnOfTheOpen(name, className, parameters);
        }
        return new SecretResolver(providers, roots);
    }

    /** Whoever may create a connector gets all that such a provider can read; stock workers say nothing of it. */
    private static void warnOfTheOpen(String name, String className, Map<String, String> parameters) {
        boolean files = className.endsWith("FileConfigProvider") || className.endsWith("DirectoryConfigProvider");
        if (files && !parameters.containsKey("allowed.paths")) {
            LOGGER.warn(
                    "connectors can read every file that this worker can provider={}; set"
                            + " config.providers.{}.param.allowed.paths",
                    name,
                    name);
        }
        if (className.endsWith("EnvVarConfigProvider") && !parameters.containsKey("allowlist.pattern")) {
            LOGGER.warn(
                    "connectors can read every variable of this worker's environment provider={}; set"
                            + " config.providers.{}.param.allowlist.pattern",
                    name,
                    name);
        }
    }

    /**
     * What references stand for now.
     *
     * @param ttlMs after so many milliseconds they may stand for something else; the largest long where no provider says
     */
    public record Resolution(Map<String, String> data, long ttlMs) {}

    /** The configuration with every reference resolved; fails with a message that names the reference, not its value. */
    public Map<String, String> resolve(Map<String, String> config) {
        return lookUp(config).data();
    }

    /** The same, with how long it holds. */
    public Resolution lookUp(Map<String, String> config) {
        if (providers.isEmpty()) {
            return new Resolution(config, Long.MAX_VALUE);
        }
        config.forEach(this::checkReferences);
        ConfigTransformerResult result = new ConfigTransformer(providers).transform(config);
        long ttlMs =
                result.ttls().values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        return new Resolution(result.data(), ttlMs);
    }

    /**
     * Asks a provider to say when a reference may stand for something else.
     *
     * @param changed is called on threads of the provider, and may be called without a change
     * @return what ends that; empty when there is no such provider or it announces nothing
     */
    public Optional<AutoCloseable> subscribe(Reference reference, Runnable changed) {
        ConfigProvider provider = providers.get(reference.provider());
        if (provider == null || !roots.get(reference.provider()).hold(reference.path())) {
            return Optional.empty();
        }
        Set<String> keys = Set.of(reference.key());
        ConfigChangeCallback callback = (path, data) -> changed.run();
        try {
            provider.subscribe(reference.path(), keys, callback);
        } catch (UnsupportedOperationException e) {
            // As the interface says of those that announce nothing.
            return Optional.empty();
        }
        return Optional.of(() -> provider.unsubscribe(reference.path(), keys, callback));
    }

    private void checkReferences(String key, String value) {
        if (value == null) {
            return;
        }
        Matcher reference = References.REFERENCE.matcher(value);
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
            if (!roots.get(reference.group(1)).hold(path)) {
                throw new ConfigException("The config provider '" + reference.group(1) + "' has nothing for "
                        + reference.group() + " in " + key + ": it leads out of allowed.paths");
            }
            ConfigData found = said(key, reference, provider, path);
            if (!found.data().containsKey(reference.group(4))) {
                throw new ConfigException("The config provider '" + reference.group(1) + "' has nothing for "
                        + reference.group() + " in " + key);
            }
        }
    }

    /** What no provider can make sense of, such as a path with a NUL, is a mistake of whoever wrote it. */
    private static ConfigData said(String key, Matcher reference, ConfigProvider provider, String path) {
        try {
            return provider.get(path, Set.of(reference.group(4)));
        } catch (IllegalArgumentException e) {
            ConfigException refusal = new ConfigException("The config provider '" + reference.group(1)
                    + "' does not understand " + reference.group() + " in " + key);
            refusal.initCause(e);
            throw refusal;
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
