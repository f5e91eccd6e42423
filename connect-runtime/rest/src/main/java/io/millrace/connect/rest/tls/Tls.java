package io.millrace.connect.rest.tls;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;

/**
 * Keys and trust of the port: {@code listeners.https.ssl.*}, or {@code ssl.*} as in Kafka Connect where none of these is
 * set. Other workers are asked with the same.
 */
public final class Tls {
    private static final String OWN = "listeners.https.";

    private final KeyManagerFactory keys;
    private final Optional<TrustManagerFactory> trust;
    private final ClientAuth clientAuth;

    private Tls(KeyManagerFactory keys, Optional<TrustManagerFactory> trust, ClientAuth clientAuth) {
        this.keys = keys;
        this.trust = trust;
        this.clientAuth = clientAuth;
    }

    /** Reads the stores that the properties name. */
    public static Tls of(Map<String, String> properties) {
        String prefix = properties.keySet().stream().anyMatch(key -> key.startsWith(OWN)) ? OWN : "";
        String location = properties.get(prefix + "ssl.keystore.location");
        if (location == null) {
            throw new ConfigException(prefix + "ssl.keystore.location", null, "a listener of https needs a key store");
        }
        String password = properties.getOrDefault(prefix + "ssl.keystore.password", "");
        KeyStore keyStore = store(
                prefix + "ssl.keystore.location", location, password, properties.get(prefix + "ssl.keystore.type"));
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
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(
                    keyStore,
                    properties
                            .getOrDefault(prefix + "ssl.key.password", password)
                            .toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore.orElse(null));
            return new Tls(keys, trustStore.map(store -> trust), clientAuth);
        } catch (GeneralSecurityException e) {
            throw new ConfigException(prefix + "ssl.keystore.location", location, "cannot be used: " + e.getMessage());
        }
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
            KeyStore store = KeyStore.getInstance(type == null ? "JKS" : type);
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(key, location, "cannot be read: " + e.getMessage());
        }
    }

    /** Makes a server show this certificate and ask for those of clients. */
    public void serve(ServerBuilder server) {
        server.tls(keys);
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

    /** Whether clients are asked for certificates. */
    public boolean asksForCertificates() {
        return clientAuth != ClientAuth.NONE;
    }
}
