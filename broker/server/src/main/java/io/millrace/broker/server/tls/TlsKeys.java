package io.millrace.broker.server.tls;

import io.millrace.broker.network.TlsEngines;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.config.types.Password;
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
    private final InstantSource clock;
    private volatile Store store;
    private volatile FileContents files;

    /** What the listener shows; without a factory when its settings could not be used, and then with the reason. */
    private record Store(Map<String, Object> settings, DefaultSslEngineFactory factory, String complaint) {}

    private TlsKeys(String listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Loads the keys if they can be used; else others may still be {@link #use set} until {@link #requireUsable}.
     *
     * @param listener for messages
     * @param settings {@code ssl.*} of this listener, parsed
     */
    public static TlsKeys open(String listener, Map<String, ?> settings, InstantSource clock) {
        var keys = new TlsKeys(listener, clock);
        Map<String, Object> present = withoutNulls(settings);
        keys.files = files(present);
        try {
            keys.store = new Store(present, load(present), "");
        } catch (KafkaException | GeneralSecurityException e) {
            keys.store = new Store(present, null, reason(e));
        }
        return keys;
    }

    /** @throws ConfigException when the listener has no keys that it could show; the message says why */
    public void requireUsable() {
        if (store.factory() == null) {
            throw new ConfigException("The keys of listener " + listener + " cannot be used: " + store.complaint());
        }
        try {
            KeyCheck.requireValid(store.factory().keystore(), Date.from(clock.instant()));
        } catch (GeneralSecurityException e) {
            LOGGER.error("Clients will refuse the certificate. listener={} reason=\"{}\"", listener, reason(e));
        }
    }

    /** Why these settings cannot take the place of those in use; empty when they can. */
    public Optional<String> complaint(Map<String, ?> settings) {
        Map<String, Object> wanted = withoutNulls(settings);
        Store now = store;
        if (wanted.equals(now.settings())) {
            return Optional.empty();
        }
        try {
            DefaultSslEngineFactory replacement = loadValid(wanted);
            CertificateChange.requireSameNames(
                    now.factory().keystore(),
                    replacement.keystore(),
                    Boolean.TRUE.equals(wanted.get(BrokerSecurityConfigs.SSL_ALLOW_DN_CHANGES_CONFIG)),
                    Boolean.TRUE.equals(wanted.get(BrokerSecurityConfigs.SSL_ALLOW_SAN_CHANGES_CONFIG)));
            return Optional.empty();
        } catch (KafkaException | GeneralSecurityException e) {
            return Optional.of("The keys of listener " + listener + " cannot be used: " + reason(e));
        }
    }

    /** New connections use these settings from now on, unless they cannot serve. On the watch's thread. */
    public void use(Map<String, ?> settings) {
        Map<String, Object> wanted = withoutNulls(settings);
        if (!wanted.equals(store.settings()) || store.factory() == null) {
            replace(wanted);
        }
    }

    @Override
    public SSLEngine serverEngine() {
        return store.factory().createServerSslEngine(NO_HOST, NO_PORT);
    }

    @Override
    public FileContents files() {
        return files;
    }

    @Override
    public void filesChanged() {
        replace(store.settings());
    }

    private void replace(Map<String, Object> settings) {
        try {
            store = new Store(settings, loadValid(settings), "");
        } catch (KafkaException | GeneralSecurityException e) {
            LOGGER.error(
                    "Changed keys are refused; the old ones stay in use. listener={} reason=\"{}\"",
                    listener,
                    reason(e));
            return;
        }
        files = files(settings);
        LOGGER.info("New connections use changed keys from now on. listener={}", listener);
    }

    private DefaultSslEngineFactory loadValid(Map<String, Object> settings) throws GeneralSecurityException {
        DefaultSslEngineFactory loaded = load(settings);
        KeyCheck.requireValid(loaded.keystore(), Date.from(clock.instant()));
        return loaded;
    }

    private static DefaultSslEngineFactory load(Map<String, Object> settings) throws GeneralSecurityException {
        var factory = new DefaultSslEngineFactory();
        factory.configure(settings);
        KeyCheck.requireServable(factory.keystore(), keyPassword(settings));
        return factory;
    }

    private static FileContents files(Map<String, Object> settings) {
        return FileContents.of(
                Stream.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                        .map(settings::get)
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .toList());
    }

    private static char[] keyPassword(Map<String, Object> settings) {
        for (String name : new String[] {SslConfigs.SSL_KEY_PASSWORD_CONFIG, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG}) {
            if (settings.get(name) instanceof Password password) {
                return password.value().toCharArray();
            }
        }
        return null;
    }

    private static Map<String, Object> withoutNulls(Map<String, ?> settings) {
        Map<String, Object> present = new HashMap<>();
        settings.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    /** What went wrong, from the outside inwards; no message of these holds a password. */
    private static String reason(Throwable failure) {
        var words = new StringJoiner(": ");
        String last = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (!last.contains(message)) {
                words.add(message);
            }
            last = message;
        }
        return words.toString();
    }
}
