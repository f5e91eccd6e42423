package io.millrace.broker.metadata.config;

import java.util.regex.Pattern;

/** Tells IP addresses from host names, which are looked up nowhere here: what they meant would change unseen. */
public final class IpLiteral {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final int MAX_LENGTH = 64;

    private IpLiteral() {}

    /** Whether this cannot be a host name; an address of version 6 may still be malformed. */
    public static boolean is(String text) {
        return text.length() <= MAX_LENGTH
                && (V4.matcher(text).matches() || V6.matcher(text).matches());
    }
}
