package io.millrace.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The address of a server that cannot authenticate its clients, and so listens where only this machine reaches it. */
public record LoopbackAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code listeners}.
     *
     * @param written one address with a port, which may be 0, such as {@code http://127.0.0.1:8081}
     * @param example what to write instead, for the message about a wrong one
     * @param harm what anybody who reached the port could do
     */
    public static LoopbackAddress parse(String written, String example, String harm) {
        if (written.contains(",")) {
            throw new ConfigException("listeners=" + written + ": only one listener is supported");
        }
        URI uri;
        try {
            uri = URI.create(written.trim());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("listeners=" + written + " is not an address such as " + example);
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > PORT_MAX) {
            throw new ConfigException("listeners=" + written + " is not an address such as " + example);
        }
        requireLoopback(uri.getHost(), harm);
        return new LoopbackAddress(uri.getHost(), uri.getPort());
    }

    private static void requireLoopback(String host, String harm) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    throw new ConfigException("listeners: " + host + " is reachable from other machines, which could "
                            + harm + ", and this release cannot authenticate clients yet;"
                            + " listen on a loopback address such as 127.0.0.1");
                }
            }
        } catch (UnknownHostException e) {
            throw new ConfigException("listeners: " + host + " is no address of this machine");
        }
    }
}
