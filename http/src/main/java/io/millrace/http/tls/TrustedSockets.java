package io.millrace.http.tls;

import io.millrace.http.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Connections to servers that a trust store of their own vouches for. */
public final class TrustedSockets {
    private TrustedSockets() {}

    /**
     * Reads the store of {@code ssl.truststore.location}, {@code .type} and {@code .password} behind a prefix, once; empty
     * where there is none.
     */
    public static Optional<SSLSocketFactory> of(String prefix, Map<String, String> properties) {
        String key = prefix + "ssl.truststore.location";
        String location = properties.get(key);
        if (location == null) {
            return Optional.empty();
        }
        StoreFile file = new StoreFile(
                Path.of(location),
                properties.getOrDefault(prefix + "ssl.truststore.type", "JKS"),
                properties.getOrDefault(prefix + "ssl.truststore.password", ""));
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(file.store(file.content()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return Optional.of(context.getSocketFactory());
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(key, location, "cannot be used: " + e.getMessage());
        }
    }
}
