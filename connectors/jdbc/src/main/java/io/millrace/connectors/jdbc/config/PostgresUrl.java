package io.millrace.connectors.jdbc.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a PostgreSQL database, taken apart and checked.
 *
 * <p>A driver's URL can name classes to load and files to write; so the sink never hands on the text it was given but
 * builds it anew from hosts, database and properties of an allow-list.
 *
 * @param hosts host or host:port, in order of preference
 * @param database the database's name
 * @param properties driver properties of the allow-list
 */
public record PostgresUrl(List<String> hosts, String database, Map<String, String> properties) {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final int MAX_LENGTH = 4_096;
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(?::([0-9]{1,5}))?");

    /** Spelled as the driver does; looked up without regard to case. */
    private static final Map<String, String> ALLOWED = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (String name : List.of(
                "ApplicationName",
                "channelBinding",
                "connectTimeout",
                "currentSchema",
                "gssEncMode",
                "hostRecheckSeconds",
                "loadBalanceHosts",
                "loginTimeout",
                "password",
                "prepareThreshold",
                "socketTimeout",
                "ssl",
                "sslcert",
                "sslkey",
                "sslmode",
                "sslpassword",
                "sslrootcert",
                "targetServerType",
                "tcpKeepAlive",
                "user")) {
            ALLOWED.put(name, name);
        }
        // It asks for a rewriting of batches that this sink does not use; harmless, and in many configurations.
        ALLOWED.put("reWriteBatchedInserts", "reWriteBatchedInserts");
    }

    /**
     * Takes an address apart.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static PostgresUrl parse(String text) {
        String trimmed = text == null ? "" : text.trim();
        if (trimmed.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        }
        if (!trimmed.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "must be of the form jdbc:postgresql://host:port/database; this sink writes to PostgreSQL only");
        }
        String rest = trimmed.substring(PREFIX.length());
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> properties = question < 0 ? Map.of() : properties(rest.substring(question + 1));
        if (!place.startsWith("//")) {
            return new PostgresUrl(List.of("localhost"), database(place), properties);
        }
        int slash = place.indexOf('/', 2);
        if (slash < 0) {
            throw new IllegalArgumentException("names no database; write jdbc:postgresql://host:port/database");
        }
        return new PostgresUrl(hosts(place.substring(2, slash)), database(place.substring(slash + 1)), properties);
    }

    /** The address for the driver, without any property. */
    public String driverUrl() {
        return PREFIX + "//" + String.join(",", hosts) + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** Hosts and database only: properties may hold a password. */
    @Override
    public String toString() {
        return driverUrl();
    }

    private static List<String> hosts(String text) {
        List<String> hosts = new ArrayList<>();
        for (String host : text.isEmpty() ? new String[] {"localhost"} : text.split(",", -1)) {
            Matcher matcher = HOST.matcher(host);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("\"" + host + "\" is not a host or host:port");
            }
            if (matcher.group(2) != null
                    && (Integer.parseInt(matcher.group(2)) > 65_535 || Integer.parseInt(matcher.group(2)) == 0)) {
                throw new IllegalArgumentException("port " + matcher.group(2) + " is not between 1 and 65535");
            }
            hosts.add(host);
        }
        return List.copyOf(hosts);
    }

    private static String database(String text) {
        String name = decode(text);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("names no database; write jdbc:postgresql://host:port/database");
        }
        if (name.indexOf('\0') >= 0 || name.contains("/")) {
            throw new IllegalArgumentException("the name of the database holds a character that cannot be in it");
        }
        return name;
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new TreeMap<>();
        for (String pair : text.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String written = decode(equals < 0 ? pair : pair.substring(0, equals));
            String name = ALLOWED.get(written);
            if (name == null) {
                throw new IllegalArgumentException("the property \"" + written + "\" is not allowed in the address;"
                        + " allowed are " + String.join(", ", ALLOWED.keySet()));
            }
            if (properties.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("the property \"" + written + "\" is given twice");
            }
        }
        return properties;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("\"" + text + "\" is not percent-encoded as it should be", malformed);
        }
    }
}
