package io.millrace.registry.server.exporter;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
        for (Map.Entry<String, String> each : config.entrySet()) {
            boolean secret = !each.getKey().equals(DestinationConfig.URL) && !PLAIN.contains(each.getKey());
            if (secret && each.getValue().length() >= SECRET_LENGTH_MIN) {
                redacted = redacted.replace(each.getValue(), HIDDEN);
            }
        }
        return redacted;
    }

    /** The address of one registry, without a name and a password. */
    static String address(URI registry) {
        String port = registry.getPort() < 0 ? "" : ":" + registry.getPort();
        return registry.getScheme() + "://" + registry.getHost() + port + registry.getRawPath();
    }
}
