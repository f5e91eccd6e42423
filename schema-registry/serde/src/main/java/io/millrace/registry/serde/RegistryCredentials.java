package io.millrace.registry.serde;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** What a client of the registry says who it is by: nothing, a name and a password, or a token. Confluent's keys. */
final class RegistryCredentials {
    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";

    /** The first is none. */
    private static final List<String> BASIC_SOURCES = List.of("", "URL", "USER_INFO");

    private RegistryCredentials() {}

    /** Adds the keys to a definition; returns it. */
    static ConfigDef define(ConfigDef keys) {
        keys.define(
                        BASIC_SOURCE,
                        ConfigDef.Type.STRING,
                        "",
                        oneOf(BASIC_SOURCES),
                        Importance.MEDIUM,
                        "USER_INFO if the registry asks for the name and password of " + USER_INFO
                                + "; else those in its address, as in https://name:password@host, if there are any.")
                .define(
                        USER_INFO,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "Name and password, as name:password.");
        return BearerCredentials.define(keys);
    }

    static ConfigDef.Validator oneOf(List<String> sources) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> source(key, (String) value, sources),
                () -> String.join(", ", sources.subList(1, sources.size())));
    }

    static String source(String key, String written, List<String> sources) {
        if (!sources.contains(written)) {
            throw new ConfigException(
                    key, written, "must be " + String.join(" or ", sources.subList(1, sources.size())));
        }
        return written;
    }

    /** The headers of a request to a registry, by the address that the settings have for it. */
    static Function<URI, Map<String, String>> of(
            Map<String, ?> configs, Optional<SSLContext> tls, Duration connectTimeout, Duration readTimeout) {
        String basic = source(BASIC_SOURCE, RegistryClientConfig.text(configs, BASIC_SOURCE, ""), BASIC_SOURCES);
        Optional<Supplier<Map<String, String>>> bearer =
                BearerCredentials.of(configs, tls, connectTimeout, readTimeout);
        if (bearer.isPresent()) {
            if (!basic.isEmpty()) {
                throw new ConfigException(
                        BearerCredentials.SOURCE + " and " + BASIC_SOURCE + " are set: choose one of them");
            }
            return url -> bearer.get().get();
        }
        if (basic.equals("USER_INFO")) {
            Map<String, String> header = basic(required(configs, USER_INFO, BASIC_SOURCE));
            return url -> header;
        }
        return url -> url.getUserInfo() == null ? Map.of() : basic(url.getUserInfo());
    }

    private static Map<String, String> basic(String credentials) {
        return Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    static String required(Map<String, ?> configs, String key, String source) {
        Object value = configs.get(key);
        String text = value instanceof Password password ? password.value() : value == null ? "" : value.toString();
        if (text.isEmpty()) {
            throw new ConfigException(key + " is missing, which " + source + " says to take");
        }
        return text;
    }
}
