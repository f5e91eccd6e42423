package io.millrace.broker.metadata.config;

import java.util.Optional;

/**
 * One config that may be set.
 *
 * @param defaultValue what holds when nobody sets anything anywhere
 * @param brokerSynonym the broker config that gives this topic config its default, when there is one
 */
public record ConfigKey(
        String name,
        ConfigType type,
        String defaultValue,
        Optional<String> brokerSynonym,
        ValueRule rule,
        String documentation) {

    /** Empty when the value may be set. */
    public Optional<String> complaint(String value) {
        return rule.complaint(value).map(reason -> "Value '" + value + "' of config " + name + " " + reason + ".");
    }

    /** The same config under the name that it has for one listener. */
    ConfigKey named(String otherName) {
        return new ConfigKey(otherName, type, defaultValue, brokerSynonym, rule, documentation);
    }
}
