package io.millrace.broker.server.node;

import io.millrace.broker.metadata.config.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;

/**
 * Reads properties by name and remembers which names anybody knows, so that a name which nobody asked for can be
 * refused with the nearest one that somebody did.
 */
final class PropertyReader {

    private final Map<String, String> properties;
    private final Set<String> known = new TreeSet<>();

    PropertyReader(Map<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    Optional<String> find(String name) {
        known.add(name);
        return Optional.ofNullable(properties.get(name)).map(String::trim);
    }

    String text(String name, String defaultValue) {
        return find(name).filter(value -> !value.isEmpty()).orElse(defaultValue);
    }

    boolean flag(String name, boolean defaultValue) {
        String value = text(name, Boolean.toString(defaultValue));
        if (!value.equals("true") && !value.equals("false")) {
            throw new ConfigException(name, value, "must be true or false");
        }
        return Boolean.parseBoolean(value);
    }

    int number(String name, int defaultValue, int minimum) {
        return (int) number(name, defaultValue, minimum, Integer.MAX_VALUE);
    }

    long number(String name, long defaultValue, long minimum, long maximum) {
        String value = text(name, Long.toString(defaultValue));
        try {
            long number = Long.parseLong(value);
            if (number < minimum || number > maximum) {
                throw new ConfigException(name, value, "must be from " + minimum + " to " + maximum);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new ConfigException(name, value, "must be a whole number");
        }
    }

    /** To be called when everybody has read what they know. */
    void refuseUnknown() {
        List<String> complaints = new ArrayList<>();
        for (String name : properties.keySet()) {
            if (!known.contains(name)) {
                complaints.add("Unknown broker property " + name
                        + NearestName.of(name, known)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("."));
            }
        }
        if (!complaints.isEmpty()) {
            throw new ConfigException(String.join(" ", complaints));
        }
    }

    /** All properties as they were given. */
    Map<String, String> given() {
        return properties;
    }
}
