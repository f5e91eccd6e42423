package io.millrace.registry.model.record;

import io.millrace.registry.model.VersionKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The key of a version in our one spelling, for subjects that JSON needs no escapes for: a start reads and writes one for
 * each version of the topic. Other subjects and spellings are left to JSON.
 */
final class VersionKeyBytes {
    private static final String BEFORE_SUBJECT = "{\"keytype\":\"SCHEMA\",\"subject\":\"";
    private static final String BEFORE_VERSION = "\",\"version\":";
    private static final String BEHIND_VERSION = ",\"magic\":1}";
    private static final byte[] HEAD = BEFORE_SUBJECT.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MIDDLE = BEFORE_VERSION.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = BEHIND_VERSION.getBytes(StandardCharsets.US_ASCII);
    /** So many always fit into an {@code int}. */
    private static final int MAX_DIGITS = 9;

    private VersionKeyBytes() {}

    /** Empty if the subject has more than plain ASCII. */
    static Optional<byte[]> write(VersionKey key) {
        String subject = key.subject();
        for (int i = 0; i < subject.length(); i++) {
            if (!isPlain(subject.charAt(i))) {
                return Optional.empty();
            }
        }
        String written = BEFORE_SUBJECT + subject + BEFORE_VERSION + key.version() + BEHIND_VERSION;
        return Optional.of(written.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty if the bytes are anything but what {@link #write} writes for a version that is not negative. */
    static Optional<VersionKey> read(byte[] key) {
        int tail = key.length - TAIL.length;
        if (!contains(key, 0, HEAD) || !contains(key, tail, TAIL)) {
            return Optional.empty();
        }
        int digits = tail;
        while (digits > HEAD.length && isDigit(key[digits - 1])) {
            digits--;
        }
        int middle = digits - MIDDLE.length;
        if (!isNumber(key, digits, tail) || middle < HEAD.length || !contains(key, middle, MIDDLE)) {
            return Optional.empty();
        }
        for (int i = HEAD.length; i < middle; i++) {
            if (!isPlain((char) key[i])) {
                return Optional.empty();
            }
        }
        int version = 0;
        for (int i = digits; i < tail; i++) {
            version = 10 * version + key[i] - '0';
        }
        String subject = new String(key, HEAD.length, middle - HEAD.length, StandardCharsets.US_ASCII);
        return Optional.of(new VersionKey(subject, version));
    }

    private static boolean contains(byte[] key, int at, byte[] part) {
        return at >= 0
                && at + part.length <= key.length
                && Arrays.equals(key, at, at + part.length, part, 0, part.length);
    }

    private static boolean isNumber(byte[] key, int from, int to) {
        int digits = to - from;
        return digits == 1 || (digits > 1 && digits <= MAX_DIGITS && key[from] != '0');
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    private static boolean isPlain(char each) {
        return each >= ' ' && each <= '~' && each != '"' && each != '\\';
    }
}
