package io.millrace.broker.server.node;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Properties as one listener sees them: its own, {@code listener.name.NAME.*}, before those of all listeners. */
final class ListenerProperties {

    private final PropertyReader properties;
    private final String prefix;

    ListenerProperties(PropertyReader properties, String listener) {
        this.properties = properties;
        this.prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
    }

    Optional<String> find(String name) {
        return first(prefix + name, name);
    }

    String text(String name, String defaultValue) {
        return find(name).filter(value -> !value.isEmpty()).orElse(defaultValue);
    }

    List<String> list(String name) {
        return Stream.of(text(name, "").split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    long number(String name, long defaultValue, long minimum, long maximum) {
        return properties.number(chosen(prefix + name, name), defaultValue, minimum, maximum);
    }

    /** Of this listener alone: the property of all listeners is about all of them together. */
    int own(String name, int defaultValue, int minimum) {
        String own = prefix + name;
        return properties.find(own).filter(value -> !value.isEmpty()).isPresent()
                ? properties.number(own, defaultValue, minimum)
                : defaultValue;
    }

    /** Of one SASL mechanism: its own property of this listener before the listener's and that of all. */
    Optional<String> find(String mechanism, String name) {
        return first(ofMechanism(mechanism, name), prefix + name, name);
    }

    long number(String mechanism, String name, long defaultValue, long minimum) {
        return properties.number(
                chosen(ofMechanism(mechanism, name), prefix + name, name), defaultValue, minimum, Long.MAX_VALUE);
    }

    private String ofMechanism(String mechanism, String name) {
        return prefix + mechanism.toLowerCase(Locale.ROOT) + "." + name;
    }

    private Optional<String> first(String... names) {
        return properties.find(chosen(names));
    }

    /** The first that is given; the last if none is. Asking for each makes it a known name. */
    private String chosen(String... names) {
        String chosen = null;
        for (String name : names) {
            if (properties.find(name).isPresent() && chosen == null) {
                chosen = name;
            }
        }
        return chosen == null ? names[names.length - 1] : chosen;
    }
}
