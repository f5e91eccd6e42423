package io.millrace.broker.server.sasl;

import io.millrace.broker.metadata.command.ScramChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.config.ConfigException;

/**
 * The first SCRAM users of a cluster, written as {@code kafka-storage format --add-scram} takes them and separated by
 * semicolons: {@code SCRAM-SHA-512=[name=admin,password=secret];SCRAM-SHA-256=[name=bob,iterations=8192,password=x]}.
 */
public final class InitialScram {

    /** The property. */
    public static final String PROPERTY = "scram.initial.credentials";

    private static final Pattern ENTRY = Pattern.compile("(SCRAM-SHA-256|SCRAM-SHA-512)=\\[(.*)]");
    private static final Pattern BETWEEN_ENTRIES = Pattern.compile(";(?=\\s*SCRAM-)");
    private static final Pattern BETWEEN_OPTIONS = Pattern.compile(",(?=(?:name|password|iterations)=)");
    private static final Set<String> OPTIONS = Set.of("name", "password", "iterations");
    private static final String DEFAULT_ITERATIONS = "4096";

    private InitialScram() {}

    /** Derives the keys, with fresh salts; messages never hold a password. */
    public static List<ScramChange> parse(String text) {
        List<ScramChange> changes = new ArrayList<>();
        for (String entry : BETWEEN_ENTRIES.split(text)) {
            Matcher matcher = ENTRY.matcher(entry.trim());
            if (!matcher.matches()) {
                throw wrong("each entry must look like SCRAM-SHA-512=[name=admin,password=SECRET]");
            }
            Map<String, String> options = options(matcher.group(2));
            ScramMechanism mechanism = ScramMechanism.fromMechanismName(matcher.group(1));
            changes.add(new ScramChange(
                    options.get("name"),
                    mechanism.type(),
                    Optional.of(ScramSecrets.ofPassword(mechanism, options.get("password"), iterations(options)))));
        }
        return changes;
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new HashMap<>();
        for (String option : BETWEEN_OPTIONS.split(text)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? "" : option.substring(0, equals).trim();
            if (!OPTIONS.contains(name) || options.put(name, option.substring(equals + 1)) != null) {
                throw wrong("each entry takes name, password and iterations, once each");
            }
        }
        if (options.getOrDefault("name", "").isEmpty()
                || options.getOrDefault("password", "").isEmpty()) {
            throw wrong("each entry needs a name and a password");
        }
        return options;
    }

    private static int iterations(Map<String, String> options) {
        String given = options.getOrDefault("iterations", DEFAULT_ITERATIONS);
        if (!given.matches("\\d{4,5}") || Integer.parseInt(given) < 4_096 || Integer.parseInt(given) > 16_384) {
            throw wrong("iterations must be from 4096 to 16384");
        }
        return Integer.parseInt(given);
    }

    private static ConfigException wrong(String reason) {
        return new ConfigException(PROPERTY + ": " + reason);
    }
}
