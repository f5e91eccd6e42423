package io.millrace.http.tls;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.http.ConfigException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and trust of the port: {@code listeners.https.ssl.*}, or {@code ssl.*} as in Kafka Connect where none of these is
 * set. Other workers are asked with the same.
 */
public final class Tls {
    private static final Logger LOGGER = LoggerFactory.getLogger(Tls.class);
    private static final String OWN = "listeners.https.";
    private static final String KEY_STORE = "ssl.keystore.location";
    private static final String TRUST_STORE = "ssl.truststore.location";
    private static final String DEFAULT_TYPE = "JKS";

    /** Ours alone, and never a key of Kafka Connect, hence with this prefix whatever the others have. */
    private static final String RELOAD = OWN + "ssl.reload.interval.ms";

    private static final String RELOAD_DEFAULT_MS = "3000";
    private static final long RELOAD_MIN_MS = 10;

    private final List<ChangingFile> files;
    private final ChangingKeys keys;
    private final Optional<ChangingTrust> trust;
    private final ClientAuth clientAuth;
    private final long reloadMs;

    private Tls(
            List<ChangingFile> files,
            ChangingKeys keys,
            Optional<ChangingTrust> trust,
            ClientAuth clientAuth,
            long reloadMs) {
        this.files = files;
        this.keys = keys;
        this.trust = trust;
        this.clientAuth = clientAuth;
        this.reloadMs = reloadMs;
    }

    /** Reads the stores that the properties name. */
    public static Tls of(Map<String, String> properties) {
        boolean own = properties.keySet().stream().anyMatch(key -> key.startsWith(OWN) && !key.equals(RELOAD));
        String prefix = own ? OWN : "";
        List<ChangingFile> files = new ArrayList<>();
        ChangingKeys keys = keys(prefix, properties, files);
        ClientAuth clientAuth = clientAuth(prefix + "ssl.client.auth", properties);
        Optional<ChangingTrust> trust = trust(prefix, properties, files);
        if (trust.isEmpty() && clientAuth != ClientAuth.NONE) {
            throw new ConfigException(prefix + TRUST_STORE, null, "whoever asks for certificates says whose he trusts");
        }
        return new Tls(List.copyOf(files), keys, trust, clientAuth, reloadMs(properties));
    }

    private static ChangingKeys keys(String prefix, Map<String, String> properties, List<ChangingFile> files) {
        String location = properties.get(prefix + KEY_STORE);
        if (location == null) {
            throw new ConfigException(prefix + KEY_STORE, null, "a listener of https needs a key store");
        }
        String password = properties.getOrDefault(prefix + "ssl.keystore.password", "");
        StoreFile store = new StoreFile(
                Path.of(location), properties.getOrDefault(prefix + "ssl.keystore.type", DEFAULT_TYPE), password);
        KeyFile file = new KeyFile(store, properties.getOrDefault(prefix + "ssl.key.password", password));
        try {
            byte[] content = store.content();
            ChangingKeys keys = new ChangingKeys(file.keys(content));
            files.add(new ChangingFile(store, "keys", content, changed -> keys.use(file.usableKeys(changed))));
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(prefix + KEY_STORE, location, "cannot be used: " + e.getMessage());
        }
    }

    private static Optional<ChangingTrust> trust(
            String prefix, Map<String, String> properties, List<ChangingFile> files) {
        String location = properties.get(prefix + TRUST_STORE);
        if (location == null) {
            return Optional.empty();
        }
        StoreFile store = new StoreFile(
                Path.of(location),
                properties.getOrDefault(prefix + "ssl.truststore.type", DEFAULT_TYPE),
                properties.getOrDefault(prefix + "ssl.truststore.password", ""));
        try {
            byte[] content = store.content();
            ChangingTrust trust = new ChangingTrust(ChangingTrust.in(store, content));
            files.add(new ChangingFile(
                    store, "trusted certificates", content, changed -> trust.use(ChangingTrust.in(store, changed))));
            return Optional.of(trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(prefix + TRUST_STORE, location, "cannot be used: " + e.getMessage());
        }
    }

    private static long reloadMs(Map<String, String> properties) {
        String text = properties.getOrDefault(RELOAD, RELOAD_DEFAULT_MS);
        try {
            long ms = Long.parseLong(text.trim());
            if (ms >= RELOAD_MIN_MS) {
                return ms;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(RELOAD, text, "is no number of milliseconds");
        }
        throw new ConfigException(RELOAD, text, "is less than " + RELOAD_MIN_MS);
    }

    private static ClientAuth clientAuth(String key, Map<String, String> properties) {
        String text = properties.getOrDefault(key, "none");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> ClientAuth.NONE;
            case "requested" -> ClientAuth.OPTIONAL;
            case "required" -> ClientAuth.REQUIRE;
            default -> throw new ConfigException(key, text, "is one of none, requested, required");
        };
    }

    /** Makes a server show this certificate and ask for those of clients. */
    public void serve(ServerBuilder server) {
        server.tls(new OneKeyManager(keys));
        server.tlsCustomizer(context -> {
            trust.ifPresent(trusted -> context.trustManager(trusted));
            context.clientAuth(clientAuth);
        });
    }

    /** Connections to other workers, with this worker's own certificate. */
    public ClientFactory connections() {
        ClientFactoryBuilder factory = ClientFactory.builder().meterRegistry(NoopMeterRegistry.get());
        return factory.tlsCustomizer(context -> {
                    trust.ifPresent(trusted -> context.trustManager(trusted));
                    context.keyManager(keys);
                })
                .build();
    }

    /** The same for Java's own client: this server's certificate, and whom it trusts, as they are at each handshake. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trusted =
                    trust.map(each -> new TrustManager[] {each}).orElse(null);
            context.init(new KeyManager[] {keys}, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * Looks at the files of keys and of trust from now on: new connections, in both directions, use what they hold then. To
     * be called once.
     */
    public AutoCloseable watch() {
        return new StoreWatch(files, reloadMs);
    }

    /**
     * Whether the client of such a session, which may be open for long or resumed, would be let in anew; true for one that
     * has shown no certificate. Any thread.
     */
    public boolean trusts(SSLSession session) {
        if (session == null || trust.isEmpty()) {
            return true;
        }
        try {
            Certificate[] shown = session.getPeerCertificates();
            X509Certificate[] chain = Arrays.copyOf(shown, shown.length, X509Certificate[].class);
            trust.get().checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (SSLPeerUnverifiedException e) {
            // Shown none, which ssl.client.auth=requested allows.
            return true;
        } catch (CertificateException e) {
            LOGGER.debug("a client is not trusted any more", e);
            return false;
        }
    }

    /** Whether clients are asked for certificates. */
    public boolean asksForCertificates() {
        return clientAuth != ClientAuth.NONE;
    }

    /** Armeria takes a factory. */
    private static final class OneKeyManager extends SimpleKeyManagerFactory {
        private final ChangingKeys keys;

        private OneKeyManager(ChangingKeys keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(KeyStore store, char[] password) {
            // The keys are there already.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
            // The keys are there already.
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }
}
