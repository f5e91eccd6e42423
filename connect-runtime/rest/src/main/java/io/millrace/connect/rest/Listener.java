package io.millrace.connect.rest;

import io.millrace.http.tls.Tls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;

/** Where the REST server listens: {@code listeners}, or {@code rest.host.name} and {@code rest.port}. */
record Listener(String host, int port, Optional<Tls> tls, boolean local) {
    /** The file of accounts; without it nobody is asked who he is. */
    static final String USERS = "rest.authentication.users";

    /** Whether a port that others reach may do without what keeps strangers out and passwords in. */
    private static final String INSECURE = "rest.listener.insecure";

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 8083;

    static Listener of(Map<String, String> properties) {
        String listeners = properties.get("listeners");
        if (listeners != null && !listeners.isBlank()) {
            return parse(listeners.trim(), properties);
        }
        String host = properties.getOrDefault("rest.host.name", DEFAULT_HOST);
        String port = properties.getOrDefault("rest.port", Integer.toString(DEFAULT_PORT));
        try {
            return checked("rest.host.name", host, Integer.parseInt(port.trim()), Optional.empty(), properties);
        } catch (NumberFormatException e) {
            throw new ConfigException("rest.port", port, "is not a port");
        }
    }

    private static Listener parse(String listeners, Map<String, String> properties) {
        if (listeners.contains(",")) {
            throw new ConfigException("listeners", listeners, "only one listener is supported");
        }
        URI address;
        try {
            // Kafka Connect writes an empty host for every interface; here that is this machine only.
            address = URI.create(listeners.replaceFirst("://:", "://" + DEFAULT_HOST + ":"));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("listeners", listeners, "is not an address such as http://127.0.0.1:8083");
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean https = scheme.equals("https");
        if ((!https && !scheme.equals("http")) || address.getHost() == null || address.getPort() < 0) {
            throw new ConfigException("listeners", listeners, "is not an address such as http://127.0.0.1:8083");
        }
        Optional<Tls> tls = https ? Optional.of(told(() -> Tls.of(properties))) : Optional.empty();
        return checked("listeners", address.getHost(), address.getPort(), tls, properties);
    }

    private static Listener checked(
            String key, String host, int port, Optional<Tls> tls, Map<String, String> properties) {
        if (port < 0 || port > 65_535) {
            throw new ConfigException(key, port, "is not a port");
        }
        boolean local = isLocal(key, host);
        boolean insecure = Boolean.parseBoolean(properties.getOrDefault(INSECURE, "false"));
        if (!local && !insecure) {
            requireSecurity(key, host, tls, properties);
        }
        if (tls.isPresent() && tls.get().asksForCertificates() && !properties.containsKey(USERS)) {
            throw new ConfigException(
                    USERS, null, "where certificates are asked for, it names the file that says who may do what");
        }
        return new Listener(host, port, tls, local);
    }

    /** Without authentication, anybody who reaches the port may run connectors; without TLS, read the passwords. */
    private static void requireSecurity(String key, String host, Optional<Tls> tls, Map<String, String> properties) {
        String otherwise = "; or listen on a loopback address such as 127.0.0.1; or set " + INSECURE
                + "=true, if you trust everybody who reaches the port";
        if (!properties.containsKey(USERS)) {
            throw new ConfigException(
                    key,
                    host,
                    "is reachable from other machines, so that clients must authenticate: set " + USERS + otherwise);
        }
        if (tls.isEmpty()) {
            throw new ConfigException(
                    key,
                    host,
                    "is reachable from other machines, to which passwords would go in plain text: use https"
                            + otherwise);
        }
    }

    private static boolean isLocal(String key, String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new ConfigException(key, host, "is no address of this machine");
        }
    }

    /** What it gives; what is wrong with a property is said as all else of a worker's properties. */
    static <T> T told(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (io.millrace.http.ConfigException e) {
            throw new ConfigException(e.key(), e.value(), e.reason());
        }
    }

    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** The name of this machine for others, where it listens on all of its addresses. */
    String name() {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getCanonicalHostName()
                    : host;
        } catch (UnknownHostException e) {
            throw new ConfigException("rest.advertised.host.name", null, "is needed, since this machine has no name");
        }
    }
}
