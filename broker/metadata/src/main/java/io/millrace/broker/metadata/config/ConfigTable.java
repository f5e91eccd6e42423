package io.millrace.broker.metadata.config;

import io.millrace.names.NearestName;
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
    private final SortedMap<String, ConfigKey> ofListeners;

    public ConfigTable(Collection<ConfigKey> keys) {
        this(keys, Collections.emptyList());
    }

    /** @param ofListeners configs that are set for one listener at a time, under {@link ListenerConfigs names} that begin with its own */
    ConfigTable(Collection<ConfigKey> keys, Collection<ConfigKey> ofListeners) {
        this.byName = sorted(keys);
        this.ofListeners = sorted(ofListeners);
    }

    private static SortedMap<String, ConfigKey> sorted(Collection<ConfigKey> keys) {
        SortedMap<String, ConfigKey> map = new TreeMap<>();
        keys.forEach(key -> map.put(key.name(), key));
        return Collections.unmodifiableSortedMap(map);
    }

    /** Without those of single listeners, whose names are many. */
    public SortedMap<String, ConfigKey> byName() {
        return byName;
    }

    public Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(byName.get(name)).or(() -> ListenerConfigs.parse(name)
                .map(parts -> ofListeners.get(parts.config()))
                .map(key -> key.named(name)));
    }

    /** Empty when this config may be set to this value; else a sentence that says why not. */
    public Optional<String> complaint(String name, String value) {
        Optional<ConfigKey> key = find(name);
        if (key.isEmpty()) {
            return Optional.of("Unknown config " + name + "."
                    + nearest(name)
                            .map(nearest -> " Did you mean " + nearest + "?")
                            .orElse(""));
        }
        if (value.length() > MAX_VALUE_LENGTH) {
            return Optional.of("The value of config " + name + " has " + value.length() + " characters, at most "
                    + MAX_VALUE_LENGTH + " are allowed.");
        }
        return key.get().complaint(value);
    }

    private Optional<String> nearest(String name) {
        return ListenerConfigs.parse(name)
                .flatMap(parts -> NearestName.of(parts.config(), ofListeners.keySet())
                        .map(config ->
                                name.substring(0, name.length() - parts.config().length()) + config))
                .or(() -> NearestName.of(name, byName.keySet()));
    }
}
