package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.Aliases;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The keys {@code topic.creation.<group>.*} of source connectors (KIP-158). */
public final class TopicCreationKeys {
    private static final String PREFIX = "topic.creation.";
    private static final int BROKER_DEFAULT = -1;

    private TopicCreationKeys() {}

    /** Whether a connector's topics are created by the runtime: as soon as one such key is there. */
    public static boolean used(Map<String, String> config) {
        return config.keySet().stream().anyMatch(key -> key.startsWith(PREFIX));
    }

    static void addTo(ConfigDef definition, Map<String, String> config) {
        if (!used(config)) {
            return;
        }
        addGroup(definition, "default", List.of(".*"), true);
        for (String group : Aliases.of(config.get(PREFIX + "groups"))) {
            if (!"default".equals(group)) {
                addGroup(definition, group, ConfigDef.NO_DEFAULT_VALUE, false);
            }
        }
    }

    private static void addGroup(ConfigDef definition, String name, Object include, boolean numbersRequired) {
        String prefix = PREFIX + name + ".";
        Object unset = numbersRequired ? ConfigDef.NO_DEFAULT_VALUE : null;
        KeyGroup group = new KeyGroup(definition, name);
        group.key(prefix + "include", ConfigDef.Type.LIST, 1)
                .byDefault(include)
                .valid(new RegexValidator())
                .weighs(ConfigDef.Importance.LOW, Width.LONG)
                .means("Inclusion Topic Pattern for " + name, "Regular expressions of the topics of this group.");
        group.key(prefix + "exclude", ConfigDef.Type.LIST, 2)
                .byDefault(List.of())
                .valid(new RegexValidator())
                .weighs(ConfigDef.Importance.LOW, Width.LONG)
                .means("Exclusion Topic Pattern for " + name, "Regular expressions of topics not of this group.");
        group.key(prefix + "replication.factor", ConfigDef.Type.SHORT, 3)
                .byDefault(unset)
                .valid(positiveOrBrokerDefault())
                .weighs(ConfigDef.Importance.LOW, Width.LONG)
                .means(
                        "Replication Factor for Topics in " + name,
                        "Replicas of new topics; -1 is the broker's default.");
        group.key(prefix + "partitions", ConfigDef.Type.INT, 4)
                .byDefault(unset)
                .valid(positiveOrBrokerDefault())
                .weighs(ConfigDef.Importance.LOW, Width.LONG)
                .means(
                        "Partition Count for Topics in " + name,
                        "Partitions of new topics; -1 is the broker's default.");
    }

    private static Validator positiveOrBrokerDefault() {
        return LambdaValidator.with(
                (key, value) -> {
                    if (value instanceof Number number
                            && number.intValue() != BROKER_DEFAULT
                            && number.intValue() < 1) {
                        throw new ConfigException(key, value, "Value must be positive, or -1 for the broker's default");
                    }
                },
                () -> "a positive number, or -1 to use the broker's default");
    }
}
