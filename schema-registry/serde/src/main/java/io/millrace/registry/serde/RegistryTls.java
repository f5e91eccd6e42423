package io.millrace.registry.serde;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Whom a client of the registry trusts, and the certificate that it shows: Kafka's keys of TLS, after
 * {@code schema.registry.}, as Confluent's clients have them. Without any, those of the JVM.
 */
final class RegistryTls {
    private static final String PREFIX = "schema.registry.";
    private static final String SSL = PREFIX + "ssl.";
    private static final String CHECKED_NAMES = PREFIX + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;

    /** Stores and what opens them. */
    private static final Set<String> TAKEN = SslConfigs.RECONFIGURABLE_CONFIGS;

    private RegistryTls() {}

    /** Adds the keys to a definition; returns it. */
    static ConfigDef define(ConfigDef keys) {
        kafkas().configKeys().forEach((name, key) -> {
            if (TAKEN.contains(name)) {
                keys.define(PREFIX + name, key.type, null, key.importance, key.documentation);
            }
        });
        return keys;
    }

    /** Reads the stores, once: files that change later are not looked at. */
    static Optional<SSLContext> of(Map<String, ?> configs) {
        Map<String, Object> written = new LinkedHashMap<>();
        configs.forEach((key, value) -> {
            if (key.startsWith(SSL) && value != null && !saysWhatIsDoneAnyway(key, value)) {
                requireTaken(key, value);
                written.put(key.substring(PREFIX.length()), value instanceof Password ? value : value.toString());
            }
        });
        return written.isEmpty() ? Optional.empty() : Optional.of(context(written));
    }

    private static boolean saysWhatIsDoneAnyway(String key, Object value) {
        return key.equals(CHECKED_NAMES) && value.toString().equalsIgnoreCase("https");
    }

    private static void requireTaken(String key, Object value) {
        if (key.equals(CHECKED_NAMES)) {
            throw new ConfigException(
                    key, value, "the name in a registry's certificate is always compared with its address");
        }
        if (!TAKEN.contains(key.substring(PREFIX.length()))) {
            throw new ConfigException(key + " is not supported; the keys of TLS are "
                    + TAKEN.stream().sorted().map(PREFIX::concat).collect(Collectors.joining(", ")));
        }
    }

    private static SSLContext context(Map<String, Object> written) {
        Map<String, Object> parsed = new HashMap<>(kafkas().parse(written));
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(parsed);
            return factory.sslContext();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigException(SSL + "*: " + e.getMessage() + " (" + cause.getMessage() + ")");
        }
    }

    private static ConfigDef kafkas() {
        ConfigDef keys = new ConfigDef();
        SslConfigs.addClientSslSupport(keys);
        return keys;
    }
}
