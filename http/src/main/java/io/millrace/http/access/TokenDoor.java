package io.millrace.http.access;

import io.millrace.http.ConfigException;
import io.millrace.http.PropertyReader;
import io.millrace.http.tls.TrustedSockets;
import io.millrace.tokens.IssuerKeys;
import io.millrace.tokens.RefusedTokenException;
import io.millrace.tokens.TokenCheck;
import io.millrace.tokens.TokenRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds out who somebody is by a token of an issuer: Kafka's keys of {@code sasl.oauthbearer.*}, after
 * {@code rest.authentication.}. Any thread; the keys of the issuer are fetched on another one.
 */
public final class TokenDoor implements AutoCloseable {
    private static final String PREFIX = "rest.authentication.oauthbearer.";

    /** Where the keys of the issuer are. */
    public static final String KEYS = PREFIX + "jwks.endpoint.url";

    private static final String REFRESH = PREFIX + "jwks.endpoint.refresh.ms";
    private static final String RETRY = PREFIX + "jwks.endpoint.retry.backoff.ms";
    private static final String RETRY_MAX = PREFIX + "jwks.endpoint.retry.backoff.max.ms";
    private static final String AUDIENCE = PREFIX + "expected.audience";
    private static final String ISSUER = PREFIX + "expected.issuer";
    private static final String CLAIM = PREFIX + "sub.claim.name";
    private static final String SKEW = PREFIX + "clock.skew.seconds";
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            KEYS,
            REFRESH,
            RETRY,
            RETRY_MAX,
            AUDIENCE,
            ISSUER,
            CLAIM,
            SKEW,
            PREFIX + "ssl.truststore.location",
            PREFIX + "ssl.truststore.type",
            PREFIX + "ssl.truststore.password"));

    private static final String BEARER = "bearer ";

    private final IssuerKeys keys;
    private final TokenCheck check;

    private TokenDoor(IssuerKeys keys, TokenCheck check) {
        this.keys = keys;
        this.check = check;
    }

    /** All keys. */
    public static Set<String> known() {
        return KNOWN;
    }

    /** What the properties say about tokens; it is never printed, for there may be a password in it. */
    public static final class Settings {
        private final Map<String, String> properties;

        private Settings(Map<String, String> properties) {
            this.properties = properties;
        }

        /** Whether tokens let in. */
        public boolean isOn() {
            return !properties.isEmpty();
        }
    }

    /** Those properties that are about tokens; others are left alone. */
    public static Settings within(Map<String, String> properties) {
        Map<String, String> found = new TreeMap<>(properties);
        found.keySet().removeIf(key -> !key.startsWith(PREFIX));
        return new Settings(found);
    }

    /** If there is such a door at all. */
    public static Optional<TokenDoor> of(Settings settings) {
        return settings.isOn() ? Optional.of(open(settings.properties)) : Optional.empty();
    }

    /**
     * Reads the properties and the keys of the issuer; fails with a {@link ConfigException} when they cannot be had now, so
     * that no server opens a port at which it could not tell who comes.
     */
    private static TokenDoor open(Map<String, String> properties) {
        for (String key : properties.keySet()) {
            if (key.startsWith(PREFIX) && !KNOWN.contains(key)) {
                throw new ConfigException(key, null, "is no key of tokens; there are " + String.join(", ", KNOWN));
            }
        }
        PropertyReader reader = new PropertyReader(properties);
        TokenRules rules = new TokenRules(
                audiences(reader),
                required(reader, ISSUER, "the claim iss of its tokens must say so"),
                reader.text(CLAIM, "sub"),
                reader.number(SKEW, 30, 0, 3_600));
        String location = required(reader, KEYS, "tokens are checked by the keys of their issuer");
        IssuerKeys.Refresh refresh = new IssuerKeys.Refresh(
                reader.number(REFRESH, 3_600_000, 1_000, Integer.MAX_VALUE),
                reader.number(RETRY, 100, 1, Integer.MAX_VALUE),
                reader.number(RETRY_MAX, 10_000, 1, Integer.MAX_VALUE));
        try {
            IssuerKeys keys = IssuerKeys.open(URI.create(location), refresh, TrustedSockets.of(PREFIX, properties));
            return new TokenDoor(keys, new TokenCheck(rules, keys.resolver()));
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(KEYS, location, e.getMessage());
        }
    }

    private static List<String> audiences(PropertyReader reader) {
        List<String> audiences = Stream.of(reader.text(AUDIENCE, "").split(","))
                .map(String::trim)
                .filter(each -> !each.isEmpty())
                .toList();
        if (audiences.isEmpty()) {
            throw missing(AUDIENCE, "a token that the issuer made for others must not let in");
        }
        return audiences;
    }

    private static String required(PropertyReader reader, String key, String why) {
        String value = reader.text(key, "").trim();
        if (value.isEmpty()) {
            throw missing(key, why);
        }
        return value;
    }

    private static ConfigException missing(String key, String why) {
        return new ConfigException(key, null, "is missing: " + why);
    }

    /** Whether an {@code Authorization} header holds a token. */
    static boolean isToken(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** The name of whom the token of such a header is of. */
    String name(String authorization) throws RefusedTokenException {
        return check.principal(authorization.substring(BEARER.length()).strip());
    }

    /** What a server says to whom it refused; see RFC 6750. */
    static String challenge(String realm, boolean wasShown) {
        return "Bearer realm=\"" + realm + "\"" + (wasShown ? ", error=\"invalid_token\"" : "");
    }

    /** Ends the fetching of keys. */
    @Override
    public void close() {
        keys.close();
    }
}
