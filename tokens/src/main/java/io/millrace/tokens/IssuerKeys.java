package io.millrace.tokens;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.common.security.oauthbearer.internals.secured.RefreshingHttpsJwks;
import org.apache.kafka.common.security.oauthbearer.internals.secured.RefreshingHttpsJwksVerificationKeyResolver;
import org.apache.kafka.common.utils.Time;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * The public keys of an issuer, kept in memory as one set: a file is read again when it has changed, an address is asked
 * again from time to time, and sooner, on another thread, when a token names a key that is not there. Where they cannot be
 * had anew, those of before stay.
 */
public final class IssuerKeys implements AutoCloseable {
    private final VerificationKeyResolver resolver;
    private final Runnable onClose;

    /**
     * When an address is asked again, in milliseconds.
     *
     * @param everyMs after it has answered
     * @param retryMs after it has not, at first
     * @param retryMaxMs the longest such pause
     */
    public record Refresh(long everyMs, long retryMs, long retryMaxMs) {}

    private IssuerKeys(VerificationKeyResolver resolver, Runnable onClose) {
        this.resolver = resolver;
        this.onClose = onClose;
    }

    /**
     * Reads the keys for the first time.
     *
     * @param location a file: or an https: address; by http whoever stands between could send keys of his own
     * @param trust whom to believe that he is the server of that address; empty for those whom the JVM trusts
     * @throws IllegalArgumentException when there are none, for people
     */
    public static IssuerKeys open(URI location, Refresh refresh, Optional<SSLSocketFactory> trust) {
        return switch (String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT)) {
            case "file" -> new IssuerKeys(new KeysFile(location), () -> {});
            case "https" -> fetched(location, refresh, trust);
            default -> throw new IllegalArgumentException("must begin with https:// or file:/");
        };
    }

    private static IssuerKeys fetched(URI location, Refresh refresh, Optional<SSLSocketFactory> trust) {
        HttpsJwks endpoint = new HttpsJwks(location.toString());
        trust.ifPresent(sockets -> {
            Get get = new Get();
            get.setSslSocketFactory(sockets);
            endpoint.setSimpleHttpGet(get);
        });
        RefreshingHttpsJwks keys = new RefreshingHttpsJwks(
                Time.SYSTEM, endpoint, refresh.everyMs(), refresh.retryMs(), refresh.retryMaxMs());
        RefreshingHttpsJwksVerificationKeyResolver resolver = new RefreshingHttpsJwksVerificationKeyResolver(keys);
        try {
            resolver.configure(Map.of(), "OAUTHBEARER", List.of());
        } catch (RuntimeException e) {
            resolver.close();
            throw new IllegalArgumentException("holds no usable keys: " + e.getMessage(), e);
        }
        return new IssuerKeys(resolver, resolver::close);
    }

    /** What finds the key of a token. Any thread; it waits for no fetch. */
    public VerificationKeyResolver resolver() {
        return resolver;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
