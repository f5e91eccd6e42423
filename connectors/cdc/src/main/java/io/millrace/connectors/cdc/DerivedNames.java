package io.millrace.connectors.cdc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Names on the source database that follow from the name of the connector: two connectors never share one. */
record DerivedNames(String slot, String publication, String session) {

    private static final String PREFIX = "millrace_";
    private static final int MAX_NAME_LENGTH = 63;
    private static final int DIGEST_LENGTH = 8;

    static DerivedNames of(Map<String, String> settings) {
        String connector = settings.getOrDefault("name", settings.getOrDefault("topic.prefix", "cdc"));
        String name = identifier(connector);
        return new DerivedNames(name, name, name);
    }

    /** At most 63 characters of {@code [a-z0-9_]}; names that had to be changed get a digest, so they stay apart. */
    private static String identifier(String connector) {
        String plain = connector.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String name = PREFIX + plain;
        if (plain.equals(connector) && name.length() <= MAX_NAME_LENGTH) {
            return name;
        }
        int room = MAX_NAME_LENGTH - DIGEST_LENGTH - 1;
        return name.substring(0, Math.min(name.length(), room)) + "_" + digest(connector);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
