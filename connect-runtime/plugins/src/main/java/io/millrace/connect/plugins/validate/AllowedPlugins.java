package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/**
 * The classes that connectors may be made of, {@code connector.plugins.allowed} of the worker: names of classes with
 * {@code *} for anything, with commas between them. Without that key, all that the worker has.
 */
final class AllowedPlugins {
    private static final String KEY = "connector.plugins.allowed";
    private static final List<String> CLASS_KEYS =
            List.of("connector.class", "key.converter", "value.converter", "header.converter");

    private final List<Pattern> patterns;

    private AllowedPlugins(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static AllowedPlugins of(Map<String, String> workerConfig) {
        String allowed = workerConfig.getOrDefault(KEY, "").trim();
        return new AllowedPlugins(
                allowed.isEmpty()
                        ? List.of()
                        : Arrays.stream(allowed.split(","))
                                .map(String::trim)
                                .map(AllowedPlugins::glob)
                                .toList());
    }

    private static Pattern glob(String names) {
        return Pattern.compile(
                Arrays.stream(names.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static boolean isStep(String key) {
        return (key.startsWith("transforms.") || key.startsWith("predicates.")) && key.endsWith(".type");
    }

    /** Fails before any of its classes is loaded if a configuration names one that is not allowed. */
    void require(Plugins plugins, Map<String, String> config) {
        if (patterns.isEmpty()) {
            return;
        }
        List<String> keys = new ArrayList<>(CLASS_KEYS);
        config.keySet().stream().filter(AllowedPlugins::isStep).sorted().forEach(keys::add);
        for (String key : keys) {
            String name = Objects.requireNonNullElse(config.get(key), "").trim();
            String className = (key.equals("connector.class") ? plugins.knownConnector(name) : plugins.known(name))
                    .map(PluginDescriptor::className)
                    .orElse(name);
            if (!name.isEmpty()
                    && patterns.stream()
                            .noneMatch(pattern -> pattern.matcher(className).matches())) {
                throw new ConfigException(
                        key, className, "is not allowed here; " + KEY + " of the worker names what is");
            }
        }
    }
}
