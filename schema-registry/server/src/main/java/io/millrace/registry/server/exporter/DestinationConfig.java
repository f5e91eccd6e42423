package io.millrace.registry.server.exporter;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where a destination is, and what it is shown: the keys of an exporter's config as Confluent's clients name them. Keys
 * that are not read here are let be: {@link DestinationKeys} says which ones a request may have.
 *
 * @param urls instances of one registry, tried in turn
 * @param authorization the header by which a request to one of them says who asks; empty for none
 */
record DestinationConfig(
        List<URI> urls,
        Function<URI, Optional<String>> authorization,
        Optional<SSLContext> tls,
        Duration connectTimeout,
        Duration readTimeout) {
    static final String URL = "schema.registry.url";
    static final String BASIC_SOURCE = "basic.auth.credentials.source";
    static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    static final String READ_TIMEOUT = "http.read.timeout.ms";
    static final String BASIC_USER = "basic.auth.user.info";
    static final String BEARER_TOKEN = "bearer.auth.token";
    private static final int CONNECT_TIMEOUT_DEFAULT_MS = 10_000;
    private static final int READ_TIMEOUT_DEFAULT_MS = 60_000;
    private static final int TIMEOUT_MAX_MS = 600_000;

    /**
     * Reads a config, and the stores that it names.
     *
     * @throws ConfigException it is not one; the message holds no secret that this found, but may cite what it was given
     */
    static DestinationConfig of(Map<String, String> config) {
        List<URI> urls = new ArrayList<>();
        for (String each : config.getOrDefault(URL, "").split(",")) {
            if (!each.isBlank()) {
                urls.add(address(each.trim()));
            }
        }
        if (urls.isEmpty()) {
            throw new ConfigException(URL + " is missing: it names the destination, as in http://registry:8081");
        }
        return new DestinationConfig(
                List.copyOf(urls),
                authorization(config),
                DestinationTls.of(config),
                Duration.ofMillis(number(config, CONNECT_TIMEOUT, CONNECT_TIMEOUT_DEFAULT_MS)),
                Duration.ofMillis(number(config, READ_TIMEOUT, READ_TIMEOUT_DEFAULT_MS)));
    }

    private static URI address(String written) {
        Optional<URI> address = web(written.endsWith("/") ? written.substring(0, written.length() - 1) : written);
        // What was written may hold a password.
        return address.orElseThrow(() -> new ConfigException(
                URL + " must be addresses such as http://registry:8081, separated by commas, and one of them is not"));
    }

    private static Optional<URI> web(String written) {
        try {
            URI address = URI.create(written);
            boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            return web && address.getHost() != null && address.getRawQuery() == null
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Function<URI, Optional<String>> authorization(Map<String, String> config) {
        String basic = config.getOrDefault(BASIC_SOURCE, "");
        String bearer = config.getOrDefault(BEARER_SOURCE, "");
        if (!bearer.isEmpty()) {
            // A token in a file would let whoever may make exporters read files of this machine.
            if (!bearer.equals("STATIC_TOKEN") || !basic.isEmpty()) {
                throw new ConfigException(BEARER_SOURCE + " must be STATIC_TOKEN here, and without " + BASIC_SOURCE);
            }
            Optional<String> header = Optional.of("Bearer " + required(config, BEARER_TOKEN));
            return url -> header;
        }
        return switch (basic) {
            case "USER_INFO" -> {
                Optional<String> header = basic(required(config, BASIC_USER));
                yield url -> header;
            }
            case "", "URL" -> url -> Optional.ofNullable(url.getRawUserInfo()).flatMap(user -> basic(decoded(user)));
            default -> throw new ConfigException(BASIC_SOURCE + " must be URL or USER_INFO here");
        };
    }

    /** A name and password as they stand in an address, by its rules. */
    static String decoded(String user) {
        try {
            return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return user; // Of an address that is refused.
        }
    }

    private static Optional<String> basic(String user) {
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private static String required(Map<String, String> config, String key) {
        String value = config.getOrDefault(key, "");
        if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigException(key + " is missing, or has characters that no header can have");
        }
        return value;
    }

    private static int number(Map<String, String> config, String key, int otherwise) {
        try {
            int number = Integer.parseInt(
                    config.getOrDefault(key, Integer.toString(otherwise)).trim());
            if (number >= 1 && number <= TIMEOUT_MAX_MS) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(key);
        }
        throw notANumber(key);
    }

    private static ConfigException notANumber(String key) {
        return new ConfigException(key + " must be a number of milliseconds from 1 to " + TIMEOUT_MAX_MS);
    }
}
