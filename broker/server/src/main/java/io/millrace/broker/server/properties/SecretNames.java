package io.millrace.broker.server.properties;

import io.millrace.broker.server.sasl.InitialScram;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which properties hold secrets: their values are told to nobody, neither in an answer nor in a log line. */
public final class SecretNames {

    private static final Set<String> KAFKAS = KafkaConfigs.byName().values().stream()
            .filter(entry -> entry.type() == KafkaConfigs.Type.PASSWORD)
            .map(KafkaConfigs.Entry::name)
            .collect(Collectors.toUnmodifiableSet());

    private SecretNames() {}

    /** Names of single listeners end like those of all; a name that nobody knows is judged by its words. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.equals(InitialScram.PROPERTY)
                || KAFKAS.stream().anyMatch(secret -> lower.equals(secret) || lower.endsWith("." + secret));
    }
}
