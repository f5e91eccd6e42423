package io.millrace.broker.server.quota;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads IP addresses as quotas name them. No name is ever looked up: what it meant would change unseen. */
public final class IpNames {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final int MAX_LENGTH = 64;

    private IpNames() {}

    /** Empty when this is no address. */
    public static Optional<InetAddress> address(String name) {
        if (name.length() > MAX_LENGTH
                || !(V4.matcher(name).matches() || V6.matcher(name).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(name));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
