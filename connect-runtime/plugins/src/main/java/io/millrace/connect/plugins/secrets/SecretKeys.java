package io.millrace.connect.plugins.secrets;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which keys of a connector's configuration hold secrets: those of type PASSWORD, and those whose names say so. */
public final class SecretKeys {
    /** What stands in the place of a secret; the same text as Kafka's own passwords have. */
    public static final String HIDDEN = "[hidden]";

    private static final Map<String, ConfigDef> OVERRIDES = Map.of(
            "producer.override.", ProducerConfig.configDef(),
            "consumer.override.", ConsumerConfig.configDef(),
            "admin.override.", AdminClientConfig.configDef());

    private final Set<String> passwords;
    private final Set<String> defined;
    private final boolean complete;

    private SecretKeys(Set<String> passwords, Set<String> defined, boolean complete) {
        this.passwords = passwords;
        this.defined = defined;
        this.complete = complete;
    }

    /** By the definitions of all plugins that a configuration names. */
    public static SecretKeys defined(Map<String, ConfigDef.ConfigKey> keys) {
        return of(keys.values(), true);
    }

    /**
     * While the plugins have not told: whatever the runtime itself does not define counts as secret, since a plugin that
     * hangs or is not installed must not lay open what it would hide.
     */
    public static SecretKeys untold(Collection<ConfigDef.ConfigKey> runtime) {
        return of(runtime, false);
    }

    private static SecretKeys of(Collection<ConfigDef.ConfigKey> keys, boolean complete) {
        Set<String> passwords = keys.stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .collect(Collectors.toSet());
        Set<String> defined = keys.stream().map(key -> key.name).collect(Collectors.toCollection(HashSet::new));
        return new SecretKeys(passwords, defined, complete);
    }

    /** Whether the value of this key is to be hidden. */
    public boolean contains(String key) {
        return surely(key) || (!complete && !defined.contains(key) && !isOverride(key));
    }

    /** The same without what is hidden only for want of a definition. */
    boolean surely(String key) {
        return passwords.contains(key) || isSecretOverride(key) || SecretNames.tells(key);
    }

    private static boolean isOverride(String key) {
        return OVERRIDES.keySet().stream().anyMatch(key::startsWith);
    }

    private static boolean isSecretOverride(String key) {
        return OVERRIDES.entrySet().stream().anyMatch(override -> {
            ConfigDef.ConfigKey definition = key.startsWith(override.getKey())
                    ? override.getValue()
                            .configKeys()
                            .get(key.substring(override.getKey().length()))
                    : null;
            return definition != null && definition.type == ConfigDef.Type.PASSWORD;
        });
    }

    /** A copy in which secrets are hidden. References to config providers are none: they only say where one is. */
    public Map<String, String> masked(Map<String, String> config) {
        Map<String, String> masked = new LinkedHashMap<>();
        config.forEach((key, value) -> masked.put(key, hides(key, value) ? HIDDEN : value));
        return masked;
    }

    private boolean hides(String key, String value) {
        return value != null && !value.isEmpty() && contains(key) && !References.only(value);
    }

    /** The secrets that stand in the configuration itself. */
    public Set<String> literals(Map<String, String> config) {
        return config.entrySet().stream()
                .filter(entry -> surely(entry.getKey()) && hides(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }
}
