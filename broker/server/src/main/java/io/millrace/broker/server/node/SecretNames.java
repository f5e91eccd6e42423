package io.millrace.broker.server.node;

import io.millrace.broker.server.sasl.InitialScram;
import java.util.Locale;

/** Which properties hold secrets, and so are told to nobody. */
final class SecretNames {

    private SecretNames() {}

    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.endsWith("jaas.config")
                || lower.endsWith("ssl.keystore.key")
                || lower.equals(InitialScram.PROPERTY);
    }
}
