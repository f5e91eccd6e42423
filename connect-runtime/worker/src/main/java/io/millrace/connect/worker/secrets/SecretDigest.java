package io.millrace.connect.worker.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/** Tells whether values have changed without keeping them. Salted, so that a dump of the heap gives no list to guess by. */
final class SecretDigest {

    private static final int SALT_BYTES = 32;

    private final byte[] salt = new byte[SALT_BYTES];

    SecretDigest() {
        new SecureRandom().nextBytes(salt);
    }

    /** Of the settings with these keys, in any order. */
    String of(Collection<String> keys, Map<String, String> values) {
        MessageDigest digest = sha256();
        digest.update(salt);
        for (String key : new TreeSet<>(keys)) {
            add(digest, key);
            add(digest, values.getOrDefault(key, ""));
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
