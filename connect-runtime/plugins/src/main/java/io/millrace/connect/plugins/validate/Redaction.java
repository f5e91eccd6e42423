package io.millrace.connect.plugins.validate;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** Keeps secrets out of messages: the values of PASSWORD keys, and what config providers put in. */
final class Redaction {
    static final String HIDDEN = "[hidden]";

    /** A shorter secret would turn every message that has its letters into noise, and hide little. */
    private static final int LENGTH_MIN = 3;

    private final List<String> secrets;

    private Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The secrets in a configuration: {@code written} by its author and {@code resolved} by the providers. */
    static Redaction of(
            Map<String, ConfigDef.ConfigKey> keys, Map<String, String> written, Map<String, String> resolved) {
        Set<String> secrets = new LinkedHashSet<>();
        resolved.forEach((key, value) -> {
            ConfigDef.ConfigKey definition = keys.get(key);
            boolean password = definition != null && definition.type == ConfigDef.Type.PASSWORD;
            if (value != null && value.length() >= LENGTH_MIN && (password || !value.equals(written.get(key)))) {
                secrets.add(value);
            }
        });
        return new Redaction(secrets);
    }

    String apply(String message) {
        String clean = message;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }
}
