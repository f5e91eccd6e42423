package io.millrace.broker.server.sasl;

import io.millrace.broker.server.tls.FileContents;
import io.millrace.broker.server.tls.FileWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.oauthbearer.internals.secured.RefreshingHttpsJwks;
import org.apache.kafka.common.security.oauthbearer.internals.secured.RefreshingHttpsJwksVerificationKeyResolver;
import org.apache.kafka.common.utils.Time;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys of a token issuer, kept in memory: read again when the file changes, or fetched from time to time. */
final class IssuerKeys implements VerificationKeyResolver, FileWatch.Watched, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(IssuerKeys.class);
    private static final long MAX_BYTES = 1 << 20;

    private final String location;
    private final FileContents files;
    private final Runnable onClose;
    private volatile VerificationKeyResolver current;

    private IssuerKeys(String location, FileContents files, VerificationKeyResolver first, Runnable onClose) {
        this.location = location;
        this.files = files;
        this.current = first;
        this.onClose = onClose;
    }

    /**
     * Reads the keys for the first time.
     *
     * @param trust {@link IssuerTrust#options}; empty for the JVM's own
     * @throws ConfigException when there are none; the message says where they should be
     */
    static IssuerKeys open(OAuthSettings settings, Map<String, String> trust) {
        String location = settings.keys().toString();
        try {
            if ("file".equals(settings.keys().getScheme())) {
                Path file = Path.of(settings.keys());
                return new IssuerKeys(location, FileContents.of(List.of(file.toString())), read(file), () -> {});
            }
            var endpoint = new HttpsJwks(location);
            if (!trust.isEmpty()) {
                var get = new Get();
                get.setSslSocketFactory(IssuerTrust.sockets(trust));
                endpoint.setSimpleHttpGet(get);
            }
            var keys = new RefreshingHttpsJwks(
                    Time.SYSTEM, endpoint, settings.refreshMs(), settings.retryMs(), settings.retryMaxMs());
            var resolver = new RefreshingHttpsJwksVerificationKeyResolver(keys);
            resolver.configure(Map.of(), "OAUTHBEARER", List.of());
            return new IssuerKeys(location, FileContents.of(List.of()), resolver, resolver::close);
        } catch (IOException | JoseException | RuntimeException e) {
            throw new ConfigException(
                    "sasl.oauthbearer.jwks.endpoint.url", location, "holds no usable keys: " + e.getMessage());
        }
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        return current.resolveKey(signature, nesting);
    }

    @Override
    public FileContents files() {
        return files;
    }

    @Override
    public void filesChanged() {
        try {
            current = read(Path.of(java.net.URI.create(location)));
            LOGGER.info("Tokens are checked with changed keys from now on. location={}", location);
        } catch (IOException | JoseException | RuntimeException e) {
            LOGGER.error(
                    "Changed keys of the token issuer are refused; the old ones stay in use. location={} reason=\"{}\"",
                    location,
                    e.getMessage());
        }
    }

    private static VerificationKeyResolver read(Path file) throws IOException, JoseException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("the file is longer than " + MAX_BYTES + " bytes");
        }
        return new JwksVerificationKeyResolver(new JsonWebKeySet(Files.readString(file)).getJsonWebKeys());
    }

    @Override
    public void close() {
        onClose.run();
    }
}
