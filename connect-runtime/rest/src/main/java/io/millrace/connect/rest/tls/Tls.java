package io.millrace.connect.rest.tls;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;

/**
 * Keys and trust of the port: {@code listeners.https.ssl.*}, or {@code ssl.*} as in Kafka Connect where none of these is
 * set. Other workers are asked with the same.
 */
public final class Tls {
    private static final String OWN = "listeners.https.";
    private static final String DEFAULT_TYPE = "JKS";

    /** Ours alone, and never a key of Kafka Connect, hence with this prefix whatever the others have. */
    private static final String RELOAD = OWN + "ssl.reload.interval.ms";

    private static final String RELOAD_DEFAULT_MS = "3000";
    private static final long RELOAD_MIN_MS = 10;

    private final KeyFile file;
    private final byte[] content;
    private final ChangingKeys keys;
    private final Optional<TrustManagerFactory> trust;
    private final ClientAuth clientAuth;
    private final long reloadMs;

    private Tls(
            KeyFile file,
            byte[] content,
            ChangingKeys keys,
            Optional<TrustManagerFactory> trust,
            ClientAuth clientAuth,
            long reloadMs) {
        this.file = file;
        this.content = content;
        this.keys = keys;
        this.trust = trust;
        this.clientAuth = clientAuth;
        this.reloadMs = reloadMs;
    }

    /** Reads the stores that the properties name. */
    public static Tls of(Map<String, String> properties) {
        boolean own = properties.keySet().stream().anyMatch(key -> key.startsWith(OWN) && !key.equals(RELOAD));
        String prefix = own ? OWN : "";
        String location = properties.get(prefix + "ssl.keystore.location");
        if (location == null) {
            throw new ConfigException(prefix + "ssl.keystore.location", null, "a listener of https needs a key store");
        }
        String password = properties.getOrDefault(prefix + "ssl.keystore.password", "");
        KeyFile file = new KeyFile(
                Path.of(location),
                properties.getOrDefault(prefix + "ssl.keystore.type", DEFAULT_TYPE),
                password,
                properties.getOrDefault(prefix + "ssl.key.password", password));
        ClientAuth clientAuth = clientAuth(prefix + "ssl.client.auth", properties);
        String trusted = properties.get(prefix + "ssl.truststore.location");
        if (trusted == null && clientAuth != ClientAuth.NONE) {
            throw new ConfigException(
                    prefix + "ssl.truststore.location", null, "whoever asks for certificates says whose he trusts");
        }
        Optional<KeyStore> trustStore = Optional.ofNullable(trusted)
                .map(path -> store(
                        prefix + "ssl.truststore.location",
                        path,
                        properties.getOrDefault(prefix + "ssl.truststore.password", ""),
                        properties.get(prefix + "ssl.truststore.type")));
        try {
            byte[] content = file.content();
            ChangingKeys keys = new ChangingKeys(file.keys(content));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore.orElse(null));
            return new Tls(file, content, keys, trustStore.map(store -> trust), clientAuth, reloadMs(properties));
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(prefix + "ssl.keystore.location", location, "cannot be used: " + e.getMessage());
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

    private static KeyStore store(String key, String location, String password, String type) {
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            KeyStore store = KeyStore.getInstance(type == null ? DEFAULT_TYPE : type);
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(key, location, "cannot be read: " + e.getMessage());
        }
    }

    /** Makes a server show this certificate and ask for those of clients. */
    public void serve(ServerBuilder server) {
        server.tls(new OneKeyManager(keys));
        server.tlsCustomizer(context -> {
            trust.ifPresent(context::trustManager);
            context.clientAuth(clientAuth);
        });
    }

    /** Connections to other workers, with this worker's own certificate. */
    public ClientFactory connections() {
        ClientFactoryBuilder factory = ClientFactory.builder().meterRegistry(NoopMeterRegistry.get());
        return factory.tlsCustomizer(context -> {
                    trust.ifPresent(context::trustManager);
                    context.keyManager(keys);
                })
                .build();
    }

    /** Looks at the file of keys from now on: new connections, in both directions, use what it holds then. */
    public AutoCloseable watch() {
        return new KeyWatch(file, content, keys, reloadMs);
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
