package io.millrace.connect.plugins.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Client settings that no connector may override, whatever the policy: they load classes by name (CVE-2023-25194), read
 * the worker's files (CVE-2024-31141) or fetch from where they like (CVE-2025-27817) with the worker's rights.
 */
final class RefusedOverrides {
    private static final String LOGIN_MODULES = "connector.client.login.modules";
    private static final String SECURITY = "org.apache.kafka.common.security.";
    private static final Set<String> USUAL_LOGIN_MODULES = Set.of(
            SECURITY + "plain.PlainLoginModule",
            SECURITY + "scram.ScramLoginModule",
            SECURITY + "oauthbearer.OAuthBearerLoginModule");

    private final Set<String> loginModules;

    private RefusedOverrides(Set<String> loginModules) {
        this.loginModules = loginModules;
    }

    /** With the login modules that the worker allows, by default Kafka's three. */
    static RefusedOverrides of(Map<String, String> workerConfig) {
        String allowed = workerConfig.get(LOGIN_MODULES);
        return new RefusedOverrides(
                allowed == null
                        ? USUAL_LOGIN_MODULES
                        : Arrays.stream(allowed.split(","))
                                .map(String::trim)
                                .filter(name -> !name.isEmpty())
                                .collect(Collectors.toSet()));
    }

    /** Why a setting is refused; empty if it is not. */
    Optional<String> reason(String clientKey, String value) {
        if (clientKey.equals("config.providers") || clientKey.startsWith("config.providers.")) {
            return Optional.of("A connector's client may not have config providers of its own;"
                    + " name those of the worker in the value that needs them.");
        }
        if (value != null && clientKey.endsWith("sasl.jaas.config")) {
            return loginModules(value).stream()
                    .filter(module -> !loginModules.contains(module))
                    .findFirst()
                    .map(module -> "The login module " + module + " is not allowed; " + LOGIN_MODULES
                            + " of the worker names those that are: " + String.join(", ", loginModules) + ".");
        }
        boolean address = clientKey.startsWith("sasl.oauthbearer.") && clientKey.endsWith(".url");
        if (address && value != null && !value.trim().toLowerCase(Locale.ROOT).startsWith("https://")) {
            return Optional.of("The address of a token service is one of https.");
        }
        return Optional.empty();
    }

    /**
     * The same for keys that are not overrides, by which connectors configure clients of their own, such as the one of
     * a schema history.
     */
    Optional<String> reasonAnywhere(String key, String value) {
        boolean override = key.startsWith("producer.override.")
                || key.startsWith("consumer.override.")
                || key.startsWith("admin.override.");
        return override || value == null || !key.endsWith("sasl.jaas.config") ? Optional.empty() : reason(key, value);
    }

    /** The first word of each entry of a JAAS text; a semicolon in quotes ends none. */
    private static List<String> loginModules(String jaas) {
        List<String> modules = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        char quote = 0;
        for (char next : (jaas + ";").toCharArray()) {
            if (quote == 0 && next == ';') {
                String text = entry.toString().strip();
                if (!text.isEmpty()) {
                    modules.add(text.split("\\s+", 2)[0]);
                }
                entry.setLength(0);
                continue;
            }
            if (next == quote) {
                quote = 0;
            } else if (quote == 0 && (next == '"' || next == '\'')) {
                quote = next;
            }
            entry.append(next);
        }
        if (!entry.isEmpty()) {
            // A quote that is never closed: what the client would make of the rest is not for us to guess.
            modules.add("in an unclosed quote");
        }
        return modules;
    }
}
