package io.millrace.registry.serde;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** Where registries answer, how patiently they are asked, and how much is remembered. */
public record RegistryClientConfig(
        List<String> urls,
        String basicCredentials,
        int connectTimeoutMs,
        int readTimeoutMs,
        int maxRetries,
        long retryWaitMs,
        int maxCachedSchemas) {
    /** The key that names the registries. */
    public static final String URL = "schema.registry.url";

    public RegistryClientConfig {
        urls = List.copyOf(urls);
    }

    /** Reads the keys that Confluent's clients use; keys of others are left alone. */
    public static RegistryClientConfig of(Map<String, ?> configs) {
        List<String> urls = Stream.of(text(configs, URL, "").split(","))
                .map(String::trim)
                .filter(url -> !url.isEmpty())
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .toList();
        if (urls.isEmpty()) {
            throw new ConfigException(URL + " is missing: it names the schema registry, as in http://127.0.0.1:8081");
        }
        String source = text(configs, "basic.auth.credentials.source", "");
        String credentials = source.equals("USER_INFO") ? text(configs, "basic.auth.user.info", "") : "";
        return new RegistryClientConfig(
                urls,
                credentials,
                number(configs, "http.connect.timeout.ms", 60_000),
                number(configs, "http.read.timeout.ms", 60_000),
                number(configs, "max.retries", 3),
                number(configs, "retries.wait.ms", 1000),
                number(configs, "max.schemas.per.subject", 1000));
    }

    static String text(Map<String, ?> configs, String key, String otherwise) {
        Object value = configs.get(key);
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value == null ? otherwise : value.toString();
    }

    static int number(Map<String, ?> configs, String key, int otherwise) {
        String value = text(configs, key, "");
        try {
            return value.isEmpty() ? otherwise : Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "must be a number");
        }
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
