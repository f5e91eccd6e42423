package io.millrace.connect.rest;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Where the REST server listens: {@code listeners}, or {@code rest.host.name} and {@code rest.port}. */
record Listener(String host, int port) {
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 8083;

    static Listener of(Map<String, String> properties) {
        String listeners = properties.get("listeners");
        if (listeners != null && !listeners.isBlank()) {
            return parse(listeners.trim());
        }
        String host = properties.getOrDefault("rest.host.name", DEFAULT_HOST);
        String port = properties.getOrDefault("rest.port", Integer.toString(DEFAULT_PORT));
        try {
            return checked("rest.host.name", host, Integer.parseInt(port.trim()));
        } catch (NumberFormatException e) {
            throw new ConfigException("rest.port", port, "is not a port");
        }
    }

    private static Listener parse(String listeners) {
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
        if (!"http".equalsIgnoreCase(address.getScheme()) || address.getHost() == null || address.getPort() < 0) {
            throw new ConfigException("listeners", listeners, "is not an address such as http://127.0.0.1:8083");
        }
        return checked("listeners", address.getHost(), address.getPort());
    }

    /** Without authentication, anybody who reaches the port may run connectors. */
    private static Listener checked(String key, String host, int port) {
        if (port < 0 || port > 65_535) {
            throw new ConfigException(key, port, "is not a port");
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    throw new ConfigException(
                            key,
                            host,
                            "is reachable from other machines, and this release cannot authenticate clients yet;"
                                    + " listen on a loopback address such as 127.0.0.1");
                }
            }
        } catch (UnknownHostException e) {
            throw new ConfigException(key, host, "is no address of this machine");
        }
        return new Listener(host, port);
    }
}
