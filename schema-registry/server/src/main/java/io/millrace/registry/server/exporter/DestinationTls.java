package io.millrace.registry.server.exporter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Whom an exporter trusts, and the certificate that it shows: Kafka's keys of stores, after {@code schema.registry.}, as
 * Confluent's exporters have them. Without any, those of the JVM. Names in certificates are always compared.
 */
final class DestinationTls {
    static final String PREFIX = "schema.registry.";
    private static final Set<String> TAKEN = SslConfigs.RECONFIGURABLE_CONFIGS;
    private static final String CHECKED_NAMES = SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;

    private DestinationTls() {}

    /** Reads the stores, once. */
    static Optional<SSLContext> of(Map<String, String> config) {
        Map<String, Object> written = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(PREFIX + "ssl.")) {
                String name = key.substring(PREFIX.length());
                if (TAKEN.contains(name)) {
                    written.put(name, value);
                } else if (!name.equals(CHECKED_NAMES) || !value.equalsIgnoreCase("https")) {
                    throw new ConfigException(key + " is not supported with this value");
                }
            }
        });
        return written.isEmpty() ? Optional.empty() : Optional.of(context(written));
    }

    private static SSLContext context(Map<String, Object> written) {
        ConfigDef keys = new ConfigDef();
        SslConfigs.addClientSslSupport(keys);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new HashMap<>(keys.parse(written)));
            return factory.sslContext();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigException(PREFIX + "ssl.*: " + e.getMessage() + " (" + cause.getMessage() + ")");
        }
    }
}
