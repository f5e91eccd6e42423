package io.millrace.registry.serde;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where registries answer, how patiently they are asked, and how much is remembered.
 *
 * @param urls as they are written, but without a slash at the end
 * @param credentials the headers by which a request to one of them says who asks; it may block to ask an issuer
 * @param latestMaxAge how long the latest version of a subject is remembered as that; empty for as long as there is room
 */
public record RegistryClientConfig(
        List<URI> urls,
        Function<URI, Map<String, String>> credentials,
        Optional<SSLContext> tls,
        int connectTimeoutMs,
        int readTimeoutMs,
        int maxRetries,
        long retryWaitMs,
        int maxCachedSchemas,
        Optional<Duration> latestMaxAge) {
    /** The key that names the registries. */
    public static final String URL = "schema.registry.url";

    private static final String NO_ADDRESS = "must be an address such as http://127.0.0.1:8081";

    private static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    private static final String READ_TIMEOUT = "http.read.timeout.ms";
    private static final String RETRIES = "max.retries";
    private static final String RETRY_WAIT = "retries.wait.ms";
    private static final String CACHE = "max.schemas.per.subject";
    private static final String LATEST_TTL = "latest.cache.ttl.sec";

    private static final int TIMEOUT_DEFAULT_MS = 60_000;
    private static final int RETRIES_DEFAULT = 3;
    private static final int RETRY_WAIT_DEFAULT_MS = 1000;
    private static final int CACHE_DEFAULT = 1000;
    private static final int LATEST_TTL_NONE = -1;

    public RegistryClientConfig {
        urls = List.copyOf(urls);
    }

    /** Adds the keys to a definition; returns it. */
    public static ConfigDef define(ConfigDef keys) {
        return RegistryCredentials.define(RegistryTls.define(keys))
                .define(URL, ConfigDef.Type.LIST, Importance.HIGH, "The schema registries, tried in turn.")
                .define(
                        CONNECT_TIMEOUT,
                        ConfigDef.Type.INT,
                        TIMEOUT_DEFAULT_MS,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long a connection to a registry may take.")
                .define(
                        READ_TIMEOUT,
                        ConfigDef.Type.INT,
                        TIMEOUT_DEFAULT_MS,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long an answer of a registry may take.")
                .define(
                        RETRIES,
                        ConfigDef.Type.INT,
                        RETRIES_DEFAULT,
                        Range.atLeast(0),
                        Importance.LOW,
                        "How often a registry is asked again while that may help.")
                .define(
                        RETRY_WAIT,
                        ConfigDef.Type.INT,
                        RETRY_WAIT_DEFAULT_MS,
                        Range.atLeast(0),
                        Importance.LOW,
                        "The first pause before it is asked again.")
                .define(
                        CACHE,
                        ConfigDef.Type.INT,
                        CACHE_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How many schemas and ids are remembered.")
                .define(
                        LATEST_TTL,
                        ConfigDef.Type.INT,
                        LATEST_TTL_NONE,
                        Range.atLeast(LATEST_TTL_NONE),
                        Importance.LOW,
                        "For how many seconds the latest version of a subject is remembered before the registry is"
                                + " asked anew; -1 for ever.");
    }

    /** Reads the keys that Confluent's clients use; keys of others are left alone. */
    public static RegistryClientConfig of(Map<String, ?> configs) {
        List<URI> urls = Stream.of(text(configs, URL, "").split(","))
                .map(String::trim)
                .filter(url -> !url.isEmpty())
                .map(RegistryClientConfig::address)
                .toList();
        if (urls.isEmpty()) {
            throw new ConfigException(URL + " is missing: it names the schema registry, as in http://127.0.0.1:8081");
        }
        Optional<SSLContext> tls = RegistryTls.of(configs);
        int connectTimeoutMs = number(configs, CONNECT_TIMEOUT, TIMEOUT_DEFAULT_MS, 1);
        int readTimeoutMs = number(configs, READ_TIMEOUT, TIMEOUT_DEFAULT_MS, 1);
        return new RegistryClientConfig(
                urls,
                RegistryCredentials.of(
                        configs, tls, Duration.ofMillis(connectTimeoutMs), Duration.ofMillis(readTimeoutMs)),
                tls,
                connectTimeoutMs,
                readTimeoutMs,
                number(configs, RETRIES, RETRIES_DEFAULT, 0),
                number(configs, RETRY_WAIT, RETRY_WAIT_DEFAULT_MS, 0),
                number(configs, CACHE, CACHE_DEFAULT, 1),
                latestMaxAge(number(configs, LATEST_TTL, LATEST_TTL_NONE, LATEST_TTL_NONE)));
    }

    private static Optional<Duration> latestMaxAge(int seconds) {
        return seconds == LATEST_TTL_NONE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static URI address(String written) {
        try {
            URI address = URI.create(written);
            boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (web && address.getHost() != null) {
                return written.endsWith("/") ? URI.create(written.substring(0, written.length() - 1)) : address;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(URL, written, NO_ADDRESS);
        }
        throw new ConfigException(URL, written, NO_ADDRESS);
    }

    static String text(Map<String, ?> configs, String key, String otherwise) {
        Object value = configs.get(key);
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value == null ? otherwise : value.toString();
    }

    static int number(Map<String, ?> configs, String key, int otherwise, int least) {
        String value = text(configs, key, "");
        int number;
        try {
            number = value.isEmpty() ? otherwise : Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "must be a number");
        }
        if (number < least) {
            throw new ConfigException(key, value, "must be at least " + least);
        }
        return number;
    }

    static boolean flag(Map<String, ?> configs, String key, boolean otherwise) {
        String value = text(configs, key, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(value);
        }
        throw new ConfigException(key, value, "must be true or false");
    }
}
