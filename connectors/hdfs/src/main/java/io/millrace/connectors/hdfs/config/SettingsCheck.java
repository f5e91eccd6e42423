package io.millrace.connectors.hdfs.config;

import io.millrace.names.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** Completes a validation with what a definition of single settings cannot say. */
public final class SettingsCheck {

    /** Settings of the runtime, and families of them. */
    private static final Set<String> RUNTIME_SETTINGS = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "config.action.reload",
            "topics",
            "topics.regex",
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter");

    private static final List<String> FAMILIES = List.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "transforms.",
            "predicates.",
            "errors.",
            "consumer.override.",
            "producer.override.",
            "admin.override.");

    private SettingsCheck() {}

    /**
     * Adds unknown settings, wrong combinations, and what an examination of the file system finds.
     *
     * @param examination asked only when everything else is right
     */
    public static Config complete(
            Config validated, Map<String, String> given, Function<HdfsSinkConfig, Optional<String>> examination) {
        List<ConfigValue> values = new ArrayList<>(validated.configValues());
        Set<String> known = HdfsSettings.definition().names();
        for (String key : given.keySet()) {
            if (!known.contains(key) && !isOthers(key)) {
                values.add(unknown(key, given.get(key), known));
            }
        }
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            try {
                HdfsSinkConfig config = new HdfsSinkConfig(given);
                config.layout();
                config.format();
                config.partitioner();
                config.rotation();
                examination.apply(config).ifPresent(finding -> add(values, HdfsSettings.STORE_URL, finding));
            } catch (ConfigException e) {
                add(values, keyIn(e.getMessage(), known), e.getMessage());
            }
        }
        return new Config(values);
    }

    private static boolean isOthers(String key) {
        return RUNTIME_SETTINGS.contains(key)
                || FAMILIES.stream().anyMatch(key::startsWith)
                || FileSystemSettings.PASSED_ON.stream().anyMatch(key::startsWith);
    }

    private static ConfigValue unknown(String key, String value, Set<String> known) {
        ConfigValue unknown = new ConfigValue(key);
        unknown.value(value);
        unknown.addErrorMessage("unknown setting '" + key + "'"
                + NearestName.of(key, known)
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse(""));
        return unknown;
    }

    /** A ConfigException names its setting in its text only. */
    private static String keyIn(String message, Set<String> known) {
        return known.stream()
                .filter(key -> message.contains("configuration " + key + ":"))
                .findFirst()
                .orElse(HdfsSettings.STORE_URL);
    }

    private static void add(List<ConfigValue> values, String key, String message) {
        values.stream()
                .filter(value -> value.name().equals(key))
                .findFirst()
                .orElseThrow()
                .addErrorMessage(message);
    }
}
