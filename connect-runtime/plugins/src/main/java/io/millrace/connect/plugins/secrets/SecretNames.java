package io.millrace.connect.plugins.secrets;

import java.util.List;
import java.util.Locale;

/**
 * Tells secrets by the names of their keys, for keys that nobody has defined as passwords: many connectors declare theirs
 * as plain strings or hand undeclared keys on to a library.
 */
final class SecretNames {
    private static final List<String> ENDINGS = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "secret.key",
            "secret.access.key",
            "secretkey",
            "secretaccesskey",
            "private.key",
            "api.key",
            "apikey",
            "access.token",
            "auth.token",
            "sas.token",
            "bearer.token",
            "credentials.json",
            "account.key",
            "jaas.config",
            "user.info");

    private SecretNames() {}

    static boolean tells(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }
}
