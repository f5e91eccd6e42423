package io.millrace.connectors.hdfs.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Turns any text into one path segment that stays in its folder: percent codes as Hive writes them, bounded length. */
public final class SafeName {

    /** File systems take 255 bytes for a segment; a file name adds offsets and an extension to the topic. */
    static final int MAX_LENGTH = 160;

    private static final int DIGEST_LENGTH = 16;

    private SafeName() {}

    /** The text with everything that is not a letter, a digit or one of {@code . _ - =} percent-encoded. */
    public static String encode(String text) {
        if (text.isEmpty()) {
            return "%";
        }
        StringBuilder encoded = new StringBuilder(text.length());
        boolean onlyDots = text.chars().allMatch(letter -> letter == '.');
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xff);
            if (isPlain(letter) && !onlyDots) {
                encoded.append(letter);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        if (encoded.length() <= MAX_LENGTH) {
            return encoded.toString();
        }
        return encoded.substring(0, MAX_LENGTH - DIGEST_LENGTH - 1) + "~" + digest(text);
    }

    private static boolean isPlain(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '.'
                || letter == '_'
                || letter == '-'
                || letter == '=';
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
