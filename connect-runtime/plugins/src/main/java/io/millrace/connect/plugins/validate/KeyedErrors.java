package io.millrace.connect.plugins.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;

/** Collects values and errors by key, from the runtime's definitions, the plugins and the rules between keys. */
final class KeyedErrors {
    private final Map<String, ConfigValue> values = new LinkedHashMap<>();

    /** Takes over a verdict; of two on the same key both sets of errors stay. */
    void add(ConfigValue verdict) {
        ConfigValue known = values.get(verdict.name());
        if (known == null) {
            values.put(verdict.name(), verdict);
            return;
        }
        for (String message : List.copyOf(verdict.errorMessages())) {
            if (!known.errorMessages().contains(message)) {
                known.addErrorMessage(message);
            }
        }
    }

    /** Adds an error to a key, also to one that has no value. */
    void error(String key, Object value, String message) {
        ConfigValue verdict = values.computeIfAbsent(key, name -> {
            ConfigValue fresh = new ConfigValue(name);
            fresh.value(value);
            return fresh;
        });
        if (!verdict.errorMessages().contains(message)) {
            verdict.addErrorMessage(message);
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    List<ConfigValue> values() {
        return new ArrayList<>(values.values());
    }
}
