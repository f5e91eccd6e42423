package io.millrace.http.listen;

import io.millrace.http.ConfigException;
import io.millrace.http.PropertyReader;
import io.millrace.http.access.TokenDoor;
import io.millrace.http.tls.Tls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a server listens. An address that other machines reach is refused unless clients must say who they are, over
 * https.
 *
 * @param advertisedHost under which name others reach it
 * @param tls the keys of an address of https
 * @param users the file of accounts; without it, without certificates and without tokens nobody is asked who he is
 * @param tokens whether tokens let in, and whose
 * @param local whether only this machine reaches it
 */
public record ListenAddress(
        String host,
        int port,
        String advertisedHost,
        Optional<Tls> tls,
        Optional<Path> users,
        TokenDoor.Settings tokens,
        boolean local) {
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code listeners} and what belongs to it, see {@link ListenKeys}.
     *
     * @param standard the address where the properties name none, which is also the example of what to write
     * @param harm what anybody who reached the port could do
     */
    public static ListenAddress of(Map<String, String> properties, String standard, String harm) {
        PropertyReader reader = new PropertyReader(properties);
        String written = reader.text("listeners", standard).trim();
        URI address = address(written, standard);
        String host = address.getHost();
        boolean local = isLocal(host);
        Optional<Tls> tls = "https".equals(scheme(address)) ? Optional.of(Tls.of(properties)) : Optional.empty();
        Optional<Path> users =
                Optional.ofNullable(properties.get(ListenKeys.USERS)).map(Path::of);
        ListenAddress found = new ListenAddress(
                host,
                address.getPort(),
                reader.text("host.name", name(host)),
                tls,
                users,
                TokenDoor.within(properties),
                local);
        if (!local && !reader.flag(ListenKeys.INSECURE, false)) {
            found.requireSecurity(harm);
        }
        return found;
    }

    private static URI address(String written, String standard) {
        if (written.contains(",")) {
            throw new ConfigException("listeners=" + written + ": only one listener is supported");
        }
        try {
            URI address = URI.create(written);
            boolean web = scheme(address).equals("http") || scheme(address).equals("https");
            if (web && address.getHost() != null && address.getPort() >= 0 && address.getPort() <= PORT_MAX) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException("listeners=" + written + " is not an address such as " + standard);
        }
        throw new ConfigException("listeners=" + written + " is not an address such as " + standard);
    }

    private static String scheme(URI address) {
        return address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    }

    private void requireSecurity(String harm) {
        String otherwise = "; or listen on a loopback address such as 127.0.0.1; or set " + ListenKeys.INSECURE
                + "=true, if you trust everybody who reaches the port";
        if (!asks()) {
            throw new ConfigException("listeners: " + host + " is reachable from other machines, which could " + harm
                    + ", so that clients must authenticate: set " + ListenKeys.USERS + ", or " + TokenDoor.KEYS
                    + ", or https with ssl.client.auth=required" + otherwise);
        }
        if (tls.isEmpty()) {
            throw new ConfigException("listeners: " + host
                    + " is reachable from other machines, to which passwords and tokens would go in plain text: use https"
                    + otherwise);
        }
    }

    private static boolean isLocal(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new ConfigException("listeners: " + host + " is no address of this machine");
        }
    }

    /** The name of this machine for others, where it listens on all of its addresses. */
    private static String name(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getCanonicalHostName()
                    : host;
        } catch (UnknownHostException e) {
            throw new ConfigException("host.name is missing, and this machine has no name of its own");
        }
    }

    /** Whether clients are asked who they are. */
    public boolean asks() {
        return users.isPresent()
                || tokens.isOn()
                || (tls.isPresent() && tls.get().asksForCertificates());
    }

    /** The address for others, as {@code https://host:port}, once the port is known. */
    public String url(int openPort) {
        return (tls.isPresent() ? "https" : "http") + "://" + advertisedHost + ":" + openPort;
    }
}
