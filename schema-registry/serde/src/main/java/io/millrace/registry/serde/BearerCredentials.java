package io.millrace.registry.serde;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** Tokens by which a client of the registry says who it is. Confluent's keys, but for {@code TOKEN_FILE}, which is ours. */
final class BearerCredentials {
    static final String SOURCE = "bearer.auth.credentials.source";
    static final String TOKEN_URL = "bearer.auth.issuer.endpoint.url";
    static final String SCOPE_CLAIM = "bearer.auth.scope.claim.name";
    static final String SUBJECT_CLAIM = "bearer.auth.sub.claim.name";

    private static final String TOKEN = "bearer.auth.token";
    private static final String TOKEN_FILE = "bearer.auth.token.file";
    private static final String CLIENT_ID = "bearer.auth.client.id";
    private static final String CLIENT_SECRET = "bearer.auth.client.secret";
    private static final String SCOPE = "bearer.auth.scope";
    private static final String MARGIN = "bearer.auth.cache.expiry.buffer.seconds";
    private static final String LOGICAL_CLUSTER = "bearer.auth.logical.cluster";
    private static final String IDENTITY_POOL = "bearer.auth.identity.pool.id";

    private static final int MARGIN_DEFAULT_SEC = 300;
    private static final long TOKEN_BYTES_MAX = 64 * 1024;
    private static final String NO_TOKEN = " holds no token: it is empty, or of several words or lines";

    /** The first is none. */
    private static final List<String> SOURCES = List.of("", "STATIC_TOKEN", "OAUTHBEARER", "TOKEN_FILE");

    private BearerCredentials() {}

    /** Adds the keys to a definition; returns it. */
    static ConfigDef define(ConfigDef keys) {
        keys.define(
                        SOURCE,
                        ConfigDef.Type.STRING,
                        "",
                        RegistryCredentials.oneOf(SOURCES),
                        Importance.MEDIUM,
                        "STATIC_TOKEN if the registry asks for the token of " + TOKEN + ", TOKEN_FILE for the one in "
                                + TOKEN_FILE + ", OAUTHBEARER for one that " + TOKEN_URL + " issues.")
                .define(TOKEN, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "A token of the issuer.");
        text(keys, TOKEN_FILE, "A file with a token, which is read for every request, so that whoever renews it may.");
        text(keys, TOKEN_URL, "Where tokens are issued, as in https://issuer.example.org/oauth2/token.");
        text(keys, CLIENT_ID, "Who asks there for a token.");
        keys.define(CLIENT_SECRET, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "The secret of the one who asks.");
        text(keys, SCOPE, "What the token is to be for, if the issuer wants to know.");
        return routing(claims(keys));
    }

    private static ConfigDef claims(ConfigDef keys) {
        return keys.define(
                        SCOPE_CLAIM,
                        ConfigDef.Type.STRING,
                        "scope",
                        Importance.LOW,
                        "The claim of a token that says what it is for.")
                .define(
                        SUBJECT_CLAIM,
                        ConfigDef.Type.STRING,
                        "sub",
                        Importance.LOW,
                        "The claim of a token that says whose it is.")
                .define(
                        MARGIN,
                        ConfigDef.Type.INT,
                        MARGIN_DEFAULT_SEC,
                        ConfigDef.Range.atLeast(0),
                        Importance.LOW,
                        "How many seconds before a token expires another is asked for; at most a fifth of its life.");
    }

    private static ConfigDef routing(ConfigDef keys) {
        text(keys, LOGICAL_CLUSTER, "With a token: which registry is meant, where several have one address.");
        return text(keys, IDENTITY_POOL, "With a token: the identity pool that its bearer is in.");
    }

    private static ConfigDef text(ConfigDef keys, String key, String what) {
        return keys.define(key, ConfigDef.Type.STRING, "", Importance.MEDIUM, what);
    }

    /** The headers of a request; empty if tokens are not how the client says who it is. */
    static Optional<Supplier<Map<String, String>>> of(
            Map<String, ?> configs, Optional<SSLContext> tls, Duration connectTimeout, Duration readTimeout) {
        String source = RegistryCredentials.source(SOURCE, RegistryClientConfig.text(configs, SOURCE, ""), SOURCES);
        Map<String, String> routing = routing(configs);
        return switch (source) {
            case "STATIC_TOKEN" -> Optional.of(with(routing, staticToken(configs)));
            case "TOKEN_FILE" -> Optional.of(with(routing, tokenFile(configs)));
            case "OAUTHBEARER" ->
                Optional.of(with(routing, issued(configs, endpoint(configs, tls, connectTimeout, readTimeout))));
            default -> Optional.empty();
        };
    }

    private static Map<String, String> routing(Map<String, ?> configs) {
        Map<String, String> headers = new LinkedHashMap<>();
        addHeader(headers, "target-sr-cluster", configs, LOGICAL_CLUSTER);
        addHeader(headers, "Confluent-Identity-Pool-Id", configs, IDENTITY_POOL);
        return headers;
    }

    private static void addHeader(Map<String, String> headers, String name, Map<String, ?> configs, String key) {
        String value = RegistryClientConfig.text(configs, key, "");
        if (value.isEmpty()) {
            return;
        }
        if (!isSane(value)) {
            throw new ConfigException(key, value, "must be one word of ASCII characters");
        }
        headers.put(name, value);
    }

    private static Supplier<Map<String, String>> with(Map<String, String> routing, Supplier<String> token) {
        return () -> {
            Map<String, String> headers = new LinkedHashMap<>(routing);
            headers.put("Authorization", "Bearer " + token.get());
            return headers;
        };
    }

    private static Supplier<String> staticToken(Map<String, ?> configs) {
        String token = RegistryCredentials.required(configs, TOKEN, SOURCE).trim();
        if (!isSane(token)) {
            throw new ConfigException(TOKEN + NO_TOKEN);
        }
        return () -> token;
    }

    private static Supplier<String> tokenFile(Map<String, ?> configs) {
        Path file = Path.of(RegistryCredentials.required(configs, TOKEN_FILE, SOURCE));
        return () -> read(file);
    }

    /** What is wrong with the file may be right at the next try: whoever renews it may be writing it. */
    private static String read(Path file) {
        try {
            if (Files.size(file) > TOKEN_BYTES_MAX) {
                throw new IOException("it is larger than " + TOKEN_BYTES_MAX + " bytes");
            }
            String token = Files.readString(file).trim();
            if (!isSane(token)) {
                throw new IOException("it" + NO_TOKEN);
            }
            return token;
        } catch (IOException e) {
            throw new RegistryException(TOKEN_FILE + "=" + file + " cannot be used: " + e, 0, 0, e);
        }
    }

    private static Supplier<String> issued(Map<String, ?> configs, TokenEndpoint endpoint) {
        Duration margin = Duration.ofSeconds(RegistryClientConfig.number(configs, MARGIN, MARGIN_DEFAULT_SEC, 0));
        RenewedToken token = new RenewedToken(endpoint::ask, margin, System::nanoTime);
        return token::text;
    }

    private static TokenEndpoint endpoint(
            Map<String, ?> configs, Optional<SSLContext> tls, Duration connectTimeout, Duration readTimeout) {
        return new TokenEndpoint(
                address(RegistryCredentials.required(configs, TOKEN_URL, SOURCE)),
                RegistryCredentials.required(configs, CLIENT_ID, SOURCE),
                RegistryCredentials.required(configs, CLIENT_SECRET, SOURCE),
                RegistryClientConfig.text(configs, SCOPE, ""),
                new TokenClaims(
                        RegistryClientConfig.text(configs, SCOPE_CLAIM, "scope"),
                        RegistryClientConfig.text(configs, SUBJECT_CLAIM, "sub")),
                tls,
                connectTimeout,
                readTimeout);
    }

    /** It is not quoted when it is wrong, for a secret may stand in it. */
    private static URI address(String written) {
        URI address;
        try {
            address = new URI(written);
        } catch (java.net.URISyntaxException e) {
            throw new ConfigException(TOKEN_URL + " is no address: " + e.getReason());
        }
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web || address.getHost() == null || address.getUserInfo() != null) {
            throw new ConfigException(TOKEN_URL + " must be an address of http or https, without a user, such as"
                    + " https://issuer.example.org/oauth2/token");
        }
        return address;
    }

    /** Whether a text can be a header. */
    static boolean isSane(String token) {
        return !token.isEmpty() && token.chars().allMatch(each -> each > ' ' && each <= '~');
    }
}
