package io.millrace.broker.metadata.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The configs of a client metrics subscription (KIP-714). */
public final class ClientMetricsConfigs {
    public static final String METRICS = "metrics";
    public static final String INTERVAL_MS = "interval.ms";
    public static final String MATCH = "match";

    public static final String CLIENT_INSTANCE_ID = "client_instance_id";
    public static final String CLIENT_ID = "client_id";
    public static final String CLIENT_SOFTWARE_NAME = "client_software_name";
    public static final String CLIENT_SOFTWARE_VERSION = "client_software_version";
    public static final String CLIENT_SOURCE_ADDRESS = "client_source_address";
    public static final String CLIENT_SOURCE_PORT = "client_source_port";

    private static final Set<String> SELECTORS = Set.of(
            CLIENT_INSTANCE_ID,
            CLIENT_ID,
            CLIENT_SOFTWARE_NAME,
            CLIENT_SOFTWARE_VERSION,
            CLIENT_SOURCE_ADDRESS,
            CLIENT_SOURCE_PORT);

    public static final ConfigTable TABLE = new ConfigTable(List.of(
            new ConfigKey(
                    METRICS,
                    ConfigType.LIST,
                    "",
                    Optional.empty(),
                    ValueRule.any(),
                    "Prefixes of the names of the metrics that clients send; * for all of them."),
            new ConfigKey(
                    INTERVAL_MS,
                    ConfigType.INT,
                    "300000",
                    Optional.empty(),
                    ValueRule.ofInt(100, 3_600_000),
                    "How often clients send them."),
            new ConfigKey(
                    MATCH,
                    ConfigType.LIST,
                    "",
                    Optional.empty(),
                    ClientMetricsConfigs::matchComplaint,
                    "Which clients send them, as selector=regular expression.")));

    private ClientMetricsConfigs() {}

    /** The elements of a list value. */
    public static List<String> elements(String value) {
        return ValueRule.elements(value);
    }

    /**
     * Reads a value of {@link #MATCH}: selector to the expression that all of its value must fit.
     *
     * @throws IllegalArgumentException says what is wrong, as the end of "Value x ..."
     */
    public static Map<String, Pattern> selectors(String match) {
        Map<String, Pattern> selectors = new TreeMap<>();
        for (String element : elements(match)) {
            String[] parts = element.split("=", -1);
            String selector = parts[0].trim();
            if (parts.length != 2 || !SELECTORS.contains(selector)) {
                throw new IllegalArgumentException("has the element '" + element
                        + "', which is not one of "
                        + SELECTORS.stream().sorted().toList()
                        + " with = and a regular expression");
            }
            try {
                selectors.put(selector, Pattern.compile(parts[1].trim()));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "has no regular expression in '" + element + "': " + e.getDescription(), e);
            }
        }
        return Collections.unmodifiableMap(selectors);
    }

    private static Optional<String> matchComplaint(String match) {
        try {
            selectors(match);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
