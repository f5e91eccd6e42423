package io.millrace.registry.serde;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * What a client of the registry says who it is by: nothing, a name and a password, or a token. Confluent's keys, but for
 * {@code TOKEN_FILE}, which is ours.
 */
final class RegistryCredentials {
    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String TOKEN = "bearer.auth.token";
    private static final String TOKEN_FILE = "bearer.auth.token.file";
    private static final long TOKEN_BYTES_MAX = 64 * 1024;
    private static final String NO_TOKEN = " holds no token: it is empty, or of several words or lines";

    private static final List<String> BASIC_SOURCES = List.of("", "URL", "USER_INFO");
    private static final List<String> BEARER_SOURCES = List.of("", "STATIC_TOKEN", "TOKEN_FILE");

    private RegistryCredentials() {}

    /** Adds the keys to a definition; returns it. */
    static ConfigDef define(ConfigDef keys) {
        return keys.define(
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
                        "Name and password, as name:password.")
                .define(
                        BEARER_SOURCE,
                        ConfigDef.Type.STRING,
                        "",
                        oneOf(BEARER_SOURCES),
                        Importance.MEDIUM,
                        "STATIC_TOKEN if the registry asks for the token of " + TOKEN + ", TOKEN_FILE for the one in "
                                + TOKEN_FILE + ".")
                .define(TOKEN, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "A token of the issuer.")
                .define(
                        TOKEN_FILE,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "A file with a token, which is read for every request, so that whoever renews it may.");
    }

    private static ConfigDef.Validator oneOf(List<String> sources) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> source(key, (String) value, sources), () -> String.join(", ", sources.subList(1, 3)));
    }

    private static String source(String key, String written, List<String> sources) {
        if (!sources.contains(written)) {
            throw new ConfigException(key, written, "must be " + String.join(" or ", sources.subList(1, 3)));
        }
        return written;
    }

    /** The header of a request to a registry, by the address that the settings have for it. */
    static Function<URI, Optional<String>> of(Map<String, ?> configs) {
        String basic = source(BASIC_SOURCE, RegistryClientConfig.text(configs, BASIC_SOURCE, ""), BASIC_SOURCES);
        String bearer = source(BEARER_SOURCE, RegistryClientConfig.text(configs, BEARER_SOURCE, ""), BEARER_SOURCES);
        if (!bearer.isEmpty()) {
            if (!basic.isEmpty()) {
                throw new ConfigException(BEARER_SOURCE + " and " + BASIC_SOURCE + " are set: choose one of them");
            }
            return bearer.equals("STATIC_TOKEN") ? staticToken(configs) : tokenFile(configs);
        }
        if (basic.equals("USER_INFO")) {
            Optional<String> header = Optional.of(basic(required(configs, USER_INFO, BASIC_SOURCE)));
            return url -> header;
        }
        return url -> Optional.ofNullable(url.getUserInfo()).map(RegistryCredentials::basic);
    }

    private static Function<URI, Optional<String>> staticToken(Map<String, ?> configs) {
        Optional<String> header = bearer(required(configs, TOKEN, BEARER_SOURCE));
        if (header.isEmpty()) {
            throw new ConfigException(TOKEN + NO_TOKEN);
        }
        return url -> header;
    }

    private static Function<URI, Optional<String>> tokenFile(Map<String, ?> configs) {
        Path file = Path.of(required(configs, TOKEN_FILE, BEARER_SOURCE));
        return url -> Optional.of(read(file));
    }

    /** What is wrong with the file may be right at the next try: whoever renews it may be writing it. */
    private static String read(Path file) {
        try {
            if (Files.size(file) > TOKEN_BYTES_MAX) {
                throw new IOException("it is larger than " + TOKEN_BYTES_MAX + " bytes");
            }
            return bearer(Files.readString(file)).orElseThrow(() -> new IOException("it" + NO_TOKEN));
        } catch (IOException e) {
            throw new RegistryException(TOKEN_FILE + "=" + file + " cannot be used: " + e, 0, 0, e);
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty for what cannot be a header; it is not quoted, for it may be half a secret. */
    private static Optional<String> bearer(String written) {
        String token = written.trim();
        boolean sane = !token.isEmpty() && token.chars().allMatch(each -> each > ' ' && each <= '~');
        return sane ? Optional.of("Bearer " + token) : Optional.empty();
    }

    private static String required(Map<String, ?> configs, String key, String source) {
        Object value = configs.get(key);
        String text = value instanceof Password password ? password.value() : value == null ? "" : value.toString();
        if (text.isEmpty()) {
            throw new ConfigException(key + " is missing, which " + source + " says to take");
        }
        return text;
    }
}
