package io.millrace.broker.metadata.config;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All configs of one kind of target, by name. */
public final class ConfigTable {
    public static final ConfigTable EMPTY = new ConfigTable(Collections.emptyList());

    /** A longer value is a mistake or an attack: every broker keeps it in memory. */
    public static final int MAX_VALUE_LENGTH = 32 * 1024;

    private final SortedMap<String, ConfigKey> byName;

    public ConfigTable(Collection<ConfigKey> keys) {
        SortedMap<String, ConfigKey> map = new TreeMap<>();
        keys.forEach(key -> map.put(key.name(), key));
        this.byName = Collections.unmodifiableSortedMap(map);
    }

    public SortedMap<String, ConfigKey> byName() {
        return byName;
    }

    public Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Empty when this config may be set to this value; else a sentence that says why not. */
    public Optional<String> complaint(String name, String value) {
        ConfigKey key = byName.get(name);
        if (key == null) {
            return Optional.of("Unknown config " + name + "."
                    + NearestName.of(name, byName.keySet())
                            .map(nearest -> " Did you mean " + nearest + "?")
                            .orElse(""));
        }
        if (value.length() > MAX_VALUE_LENGTH) {
            return Optional.of("The value of config " + name + " has " + value.length() + " characters, at most "
                    + MAX_VALUE_LENGTH + " are allowed.");
        }
        return key.complaint(value);
    }
}
