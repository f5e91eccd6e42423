package io.millrace.broker.server.sasl;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Whom the broker trusts to be the server of an issuer's keys, and what it shows there: {@code ssl.*} options of the
 * login module, as in Kafka. Without any, the JVM's authorities are trusted. No class is loaded by name.
 */
final class IssuerTrust {

    private static final String PREFIX = "ssl.";
    private static final ConfigDef DEFINITION = definition();

    /** Of a client's connection, not of its trust: the JVM's own are used, and host names are always checked. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG,
            SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG,
            SslConfigs.SSL_CIPHER_SUITES_CONFIG,
            SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);

    private IssuerTrust() {}

    private static ConfigDef definition() {
        var definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        return definition;
    }

    /** Those of a login module's options that are about trust; an {@link IllegalArgumentException} names an unknown one. */
    static Map<String, String> options(JaasEntry entry) {
        Map<String, String> options = new TreeMap<>(entry.options());
        options.keySet().removeIf(name -> !name.startsWith(PREFIX));
        Set<String> known = DEFINITION.names();
        for (String name : options.keySet()) {
            if (!known.contains(name) || WITHOUT_EFFECT.contains(name)) {
                throw new IllegalArgumentException("the option " + name + " is not supported");
            }
        }
        return options;
    }

    /** @throws org.apache.kafka.common.KafkaException when a store cannot be read */
    static SSLSocketFactory sockets(Map<String, String> options) {
        try (var factory = new DefaultSslEngineFactory()) {
            factory.configure(DEFINITION.parse(options));
            return factory.sslContext().getSocketFactory();
        }
    }
}
