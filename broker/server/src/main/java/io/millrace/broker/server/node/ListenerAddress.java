package io.millrace.broker.server.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * An entry of {@code listeners} or {@code advertised.listeners}.
 *
 * @param name in capitals
 * @param host empty when none is named
 */
record ListenerAddress(String name, String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_.-]+)://([^:/\\[\\]]*|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    /** By name, in the order given. */
    static Map<String, ListenerAddress> parse(String property, String value) {
        Map<String, ListenerAddress> addresses = new LinkedHashMap<>();
        for (String entry : value.split(",")) {
            Matcher matcher = FORM.matcher(entry.trim());
            if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
                throw new ConfigException(property, value, "must look like PLAINTEXT://127.0.0.1:9092");
            }
            var address = new ListenerAddress(
                    matcher.group(1).toUpperCase(Locale.ROOT),
                    bare(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
            if (addresses.put(address.name(), address) != null) {
                throw new ConfigException(property, value, "Each listener must have a different name");
            }
        }
        return addresses;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether only this machine reaches it. */
    static boolean isLoopback(String property, String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            throw new ConfigException(property, host, "is no address of this machine");
        }
    }
}
