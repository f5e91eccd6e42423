package io.millrace.broker.server.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where the broker listens and what address clients are told.
 *
 * @param name the listener's name
 * @param host the address that is bound
 * @param port the port that is bound, 0 for any free one
 * @param advertised the address that clients are told, if it is another one
 */
record ListenerSettings(String name, String host, int port, Optional<Endpoint> advertised) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_]+)://([^:/\\[\\]]*|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final String PLAINTEXT = "PLAINTEXT";
    private static final String LISTENERS = "listeners";
    private static final String ADVERTISED = "advertised.listeners";

    /** A host and a port. */
    record Endpoint(String host, int port) {}

    static ListenerSettings from(PropertyReader properties) {
        Matcher bound = parse(LISTENERS, properties.text(LISTENERS, "PLAINTEXT://127.0.0.1:9092"));
        String host = bound.group(2).isEmpty() ? "0.0.0.0" : bare(bound.group(2));
        requireLoopback(host);
        Optional<Endpoint> advertised = properties.find(ADVERTISED).map(value -> {
            Matcher told = parse(ADVERTISED, value);
            return new Endpoint(bare(told.group(2)), Integer.parseInt(told.group(3)));
        });
        return new ListenerSettings(bound.group(1), host, Integer.parseInt(bound.group(3)), advertised);
    }

    String advertisedHost() {
        return advertised.map(Endpoint::host).orElse(host);
    }

    /** The advertised port; 0 stands for the one that was bound. */
    int advertisedPort(int boundPort) {
        return advertised.map(Endpoint::port).filter(told -> told != 0).orElse(boundPort);
    }

    private static Matcher parse(String name, String value) {
        if (value.contains(",")) {
            throw new ConfigException(name, value, "this release serves one listener");
        }
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new ConfigException(name, value, "must look like PLAINTEXT://127.0.0.1:9092");
        }
        if (!PLAINTEXT.equals(matcher.group(1))) {
            throw new ConfigException(name, value, "this release serves PLAINTEXT listeners only");
        }
        return matcher;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Without authentication, anybody who reaches the port may do everything. */
    private static void requireLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    throw new ConfigException(
                            LISTENERS,
                            host,
                            "is reachable from other machines, and this release cannot authenticate clients yet;"
                                    + " listen on a loopback address such as 127.0.0.1");
                }
            }
        } catch (UnknownHostException e) {
            throw new ConfigException(LISTENERS, host, "is no address of this machine");
        }
    }
}
