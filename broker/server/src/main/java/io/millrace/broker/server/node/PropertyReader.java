package io.millrace.broker.server.node;

import io.millrace.broker.server.properties.KafkaConfigs;
import io.millrace.broker.server.properties.ReasonedConfigs;
import io.millrace.broker.server.properties.SecretNames;
import io.millrace.names.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads properties by name and remembers which names anybody knows, so that a name which nobody asked for can be
 * refused with the nearest one that somebody did.
 */
final class PropertyReader {

    private static final Logger LOGGER = LoggerFactory.getLogger(PropertyReader.class);

    private final Map<String, String> properties;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, String> defaults = new TreeMap<>();

    PropertyReader(Map<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    Optional<String> find(String name) {
        known.add(name);
        return Optional.ofNullable(properties.get(name)).map(String::trim);
    }

    String text(String name, String defaultValue) {
        defaults.put(name, defaultValue);
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
                complaint(name).ifPresent(complaints::add);
            }
        }
        if (!complaints.isEmpty()) {
            throw new ConfigException(String.join(" ", complaints));
        }
    }

    /** Empty when the name means something to Kafka and may be ignored here; whoever set it is told so. */
    private Optional<String> complaint(String name) {
        String value = properties.get(name);
        if (ReasonedConfigs.isKafkasDefault(name, value)) {
            return Optional.empty();
        }
        Optional<String> refusal = ReasonedConfigs.REFUSED.reason(name);
        if (refusal.isPresent()) {
            return Optional.of("The broker property " + name + " cannot be honoured: " + refusal.get() + ".");
        }
        Optional<String> reason = ReasonedConfigs.UNUSED.reason(name);
        if (reason.isPresent()) {
            LOGGER.warn(
                    "A broker property has no effect. name={} value={} reason=\"{}\"",
                    name,
                    SecretNames.isSecret(name) ? "(secret)" : value,
                    reason.get());
            return Optional.empty();
        }
        Set<String> all = new TreeSet<>(known);
        all.addAll(KafkaConfigs.byName().keySet());
        return Optional.of("Unknown broker property " + name
                + NearestName.of(name, all)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("."));
    }

    /** What holds for each name that somebody has asked for, if it is not given. */
    Map<String, String> defaults() {
        Map<String, String> all = new TreeMap<>();
        known.forEach(name -> KafkaConfigs.find(name).ifPresent(entry -> all.put(name, entry.defaultValue())));
        all.putAll(defaults);
        return all;
    }

    /** Every name that somebody has asked for. */
    Set<String> known() {
        return known;
    }

    /** All properties as they were given. */
    Map<String, String> given() {
        return properties;
    }
}
