package io.millrace.broker.server.quota;

import io.millrace.broker.metadata.config.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads IP addresses as quotas and dynamic configs name them. No name is ever looked up: what it meant would change unseen. */
public final class IpNames {

    private IpNames() {}

    /** Empty when this is no address. */
    public static Optional<InetAddress> address(String name) {
        if (!IpLiteral.is(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(name));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
