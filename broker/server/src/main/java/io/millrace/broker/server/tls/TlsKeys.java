package io.millrace.broker.server.tls;

import io.millrace.broker.network.TlsEngines;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key store and trust store of one listener, as Kafka's own engine factory reads them: JKS, PKCS12, PEM. When a file
 * changes, handshakes from then on use what it holds now; open connections stay. A replacement that cannot serve is
 * refused and the old keys stay in use.
 */
public final class TlsKeys implements TlsEngines, FileWatch.Watched {

    private static final Logger LOGGER = LoggerFactory.getLogger(TlsKeys.class);
    private static final String NO_HOST = "";
    private static final int NO_PORT = 0;

    private final String listener;
    private final Map<String, ?> settings;
    private final InstantSource clock;
    private final FileContents files;
    private volatile DefaultSslEngineFactory current;

    private TlsKeys(String listener, Map<String, ?> settings, InstantSource clock) {
        this.listener = listener;
        this.settings = Map.copyOf(withoutNulls(settings));
        this.clock = clock;
        this.files = FileContents.of(
                Stream.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                        .map(settings::get)
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .toList());
    }

    /**
     * Loads the keys.
     *
     * @param listener for messages
     * @param settings {@code ssl.*} of this listener, parsed
     * @throws ConfigException when they cannot be used; the message says why
     */
    public static TlsKeys open(String listener, Map<String, ?> settings, InstantSource clock) {
        var keys = new TlsKeys(listener, settings, clock);
        try {
            keys.current = keys.load();
        } catch (KafkaException | GeneralSecurityException e) {
            throw new ConfigException("The keys of listener " + listener + " cannot be used: " + reason(e));
        }
        try {
            KeyCheck.requireValid(keys.current.keystore(), Date.from(clock.instant()));
        } catch (GeneralSecurityException e) {
            LOGGER.error("Clients will refuse the certificate. listener={} reason=\"{}\"", listener, reason(e));
        }
        return keys;
    }

    @Override
    public SSLEngine serverEngine() {
        return current.createServerSslEngine(NO_HOST, NO_PORT);
    }

    @Override
    public FileContents files() {
        return files;
    }

    @Override
    public void filesChanged() {
        DefaultSslEngineFactory replacement;
        try {
            replacement = load();
            KeyCheck.requireValid(replacement.keystore(), Date.from(clock.instant()));
        } catch (KafkaException | GeneralSecurityException e) {
            LOGGER.error(
                    "Changed keys are refused; the old ones stay in use. listener={} reason=\"{}\"",
                    listener,
                    reason(e));
            return;
        }
        current = replacement;
        LOGGER.info("New connections use changed keys from now on. listener={}", listener);
    }

    private DefaultSslEngineFactory load() throws GeneralSecurityException {
        var factory = new DefaultSslEngineFactory();
        factory.configure(settings);
        KeyCheck.requireServable(factory.keystore(), keyPassword());
        return factory;
    }

    private char[] keyPassword() {
        for (String name : new String[] {SslConfigs.SSL_KEY_PASSWORD_CONFIG, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG}) {
            if (settings.get(name) instanceof org.apache.kafka.common.config.types.Password password) {
                return password.value().toCharArray();
            }
        }
        return null;
    }

    private static Map<String, Object> withoutNulls(Map<String, ?> settings) {
        Map<String, Object> present = new java.util.HashMap<>();
        settings.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    /** The innermost cause says most; none of them holds a password. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return cause == failure ? message : failure.getMessage() + ": " + message;
    }
}
