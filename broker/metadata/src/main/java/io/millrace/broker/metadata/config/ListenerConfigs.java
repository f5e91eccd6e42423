package io.millrace.broker.metadata.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.SslConfigs;

/** The configs of one listener that may change while a broker runs (KIP-226): {@code listener.name.NAME.CONFIG}. */
public final class ListenerConfigs {

    /** Those that may be set for all brokers at once; the others are of one broker. */
    public static final Set<String> CLUSTER_WIDE =
            Set.of(BrokerConfigs.MAX_CONNECTIONS, BrokerConfigs.MAX_CONNECTION_CREATION_RATE);

    /** Key stores and trust stores; they may be set for a listener alone, never for all listeners at once. */
    public static final Set<String> STORES = Set.copyOf(SslConfigs.RECONFIGURABLE_CONFIGS);

    private static final Set<String> SECRETS = Set.of(
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG);

    private static final String PREFIX = "listener.name.";

    private ListenerConfigs() {}

    /**
     * A name in its parts.
     *
     * @param listener the listener, in small letters
     * @param config what is set for it
     */
    public record Name(String listener, String config) {}

    /** Empty when the name is not that of one listener's config. */
    public static Optional<Name> parse(String name) {
        int dot = name.indexOf('.', PREFIX.length());
        return name.startsWith(PREFIX) && dot > PREFIX.length() && dot + 1 < name.length()
                ? Optional.of(new Name(name.substring(PREFIX.length(), dot), name.substring(dot + 1)))
                : Optional.empty();
    }

    static List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        STORES.forEach(name -> keys.add(new ConfigKey(
                name,
                SECRETS.contains(name) ? ConfigType.PASSWORD : ConfigType.STRING,
                "",
                Optional.empty(),
                ValueRule.any(),
                "")));
        CLUSTER_WIDE.forEach(name -> keys.add(new ConfigKey(
                name,
                ConfigType.INT,
                Integer.toString(Integer.MAX_VALUE),
                Optional.empty(),
                ValueRule.ofInt(1, Integer.MAX_VALUE),
                "")));
        return keys;
    }
}
