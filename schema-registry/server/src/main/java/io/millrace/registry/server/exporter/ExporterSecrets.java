package io.millrace.registry.server.exporter;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * What of an exporter's config may be shown: the values of keys that are known to hold no secret, addresses without the
 * name and password in them, and of all other keys the names.
 */
public final class ExporterSecrets {
    /** Stands for what is not shown; sent back, it means that what there was is to stay. */
    public static final String HIDDEN = "[hidden]";

    private static final Set<String> PLAIN = Set.of(
            DestinationConfig.BASIC_SOURCE,
            DestinationConfig.BEARER_SOURCE,
            DestinationConfig.CONNECT_TIMEOUT,
            DestinationConfig.READ_TIMEOUT,
            DestinationTls.PREFIX + "ssl.truststore.location",
            DestinationTls.PREFIX + "ssl.truststore.type",
            DestinationTls.PREFIX + "ssl.keystore.location",
            DestinationTls.PREFIX + "ssl.keystore.type",
            DestinationTls.PREFIX + "ssl.endpoint.identification.algorithm");

    private static final Pattern USER_INFO = Pattern.compile("//[^/@,]*@");
    /** What is shorter is no secret, and would blacken words. */
    private static final int SECRET_LENGTH_MIN = 4;

    private ExporterSecrets() {}

    /** The config as it may be shown. */
    public static SortedMap<String, String> shown(Map<String, String> config) {
        SortedMap<String, String> shown = new TreeMap<>();
        config.forEach((key, value) -> shown.put(key, shown(key, value)));
        return shown;
    }

    private static String shown(String key, String value) {
        if (key.equals(DestinationConfig.URL)) {
            return withoutUser(value);
        }
        return PLAIN.contains(key) ? value : HIDDEN;
    }

    private static String withoutUser(String urls) {
        return USER_INFO.matcher(urls).replaceAll("//" + HIDDEN + "@");
    }

    /** A new config, in which what was not shown stands for what there was. */
    public static SortedMap<String, String> restored(Map<String, String> wanted, Map<String, String> before) {
        SortedMap<String, String> restored = new TreeMap<>(wanted);
        restored.replaceAll((key, value) -> {
            String old = before.get(key);
            return old != null && value.contains(HIDDEN) && value.equals(shown(key, old)) ? old : value;
        });
        return restored;
    }

    /**
     * Why what was not shown may not stay in a config; empty if it may. Who may change an exporter may not see its secrets,
     * so he may not have them sent to somebody else either.
     */
    public static Optional<String> misdirected(
            Map<String, String> wanted, Map<String, String> restored, Map<String, String> before) {
        boolean keepsSecret =
                wanted.entrySet().stream().anyMatch(each -> !each.getValue().equals(restored.get(each.getKey())));
        Set<String> keys = new TreeSet<>(restored.keySet());
        keys.addAll(before.keySet());
        return keys.stream()
                .filter(key -> key.equals(DestinationConfig.URL) || key.startsWith(DestinationTls.PREFIX))
                .filter(key -> keepsSecret && !Objects.equals(restored.get(key), before.get(key)))
                .map(key -> "with another " + key + " the values of all keys that are shown as " + HIDDEN
                        + " have to be sent again")
                .findFirst();
    }

    /** What is wrong with a config, in words without a secret; empty if nothing is. Reads the stores that it names. */
    public static Optional<String> problem(Map<String, String> config) {
        try {
            DestinationConfig.of(config);
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(redacted(e.getMessage(), config));
        }
    }

    /** A text about an exporter, without what its config keeps secret. */
    public static String redacted(String text, Map<String, String> config) {
        String redacted = withoutUser(text);
        for (String secret : secrets(config)) {
            if (secret.length() >= SECRET_LENGTH_MIN) {
                redacted = redacted.replace(secret, HIDDEN);
            }
        }
        return redacted;
    }

    /** In the forms in which a destination may repeat them, the longer ones first. */
    private static List<String> secrets(Map<String, String> config) {
        Set<String> secrets = new HashSet<>();
        config.forEach((key, value) -> {
            if (key.equals(DestinationConfig.URL)) {
                USER_INFO.matcher(value).results().forEach(each -> {
                    String written = each.group().substring(2, each.group().length() - 1);
                    addUser(written, secrets);
                    addUser(DestinationConfig.decoded(written), secrets);
                });
            } else if (!PLAIN.contains(key)) {
                secrets.add(value);
                addUser(value, secrets);
            }
        });
        return secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static void addUser(String user, Set<String> secrets) {
        secrets.add(Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        secrets.add(user.substring(user.indexOf(':') + 1));
    }

    /** Whether two configs name other registries; another name and password for the same ones does not count. */
    public static boolean leadsElsewhere(Map<String, String> before, Map<String, String> after) {
        return !addresses(before).equals(addresses(after));
    }

    private static String addresses(Map<String, String> config) {
        return USER_INFO.matcher(config.getOrDefault(DestinationConfig.URL, "")).replaceAll("//");
    }

    /** The address of one registry, without a name and a password. */
    static String address(URI registry) {
        String port = registry.getPort() < 0 ? "" : ":" + registry.getPort();
        return registry.getScheme() + "://" + registry.getHost() + port + registry.getRawPath();
    }
}
