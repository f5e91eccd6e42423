package io.millrace.http.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password that can be checked and not read: PBKDF2 with HMAC-SHA512, {@code pbkdf2-sha512$iterations$salt$hash}. */
@SuppressWarnings("ArrayRecordComponent") // what javax.crypto takes and gives
public record PasswordHash(int iterations, byte[] salt, byte[] hash) {
    private static final String KIND = "pbkdf2-sha512";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final int ITERATIONS_MIN = 10_000;
    private static final int ITERATIONS_MAX = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int SALT_BYTES_MAX = 64;
    private static final int HASH_BYTES = 64;
    private static final int BITS_PER_BYTE = 8;

    /** Takes some tenths of a second, as checking does. */
    public static PasswordHash of(char[] password) {
        return of(password, ITERATIONS);
    }

    static PasswordHash of(char[] password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derived(password, salt, iterations));
    }

    /** Reads what {@link #toString} wrote; the message of the exception has nothing of the text in it. */
    static PasswordHash parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(KIND)) {
            throw new IllegalArgumentException(
                    "what should be the hash of a password is none; make one with: millrace connector user");
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            if (iterations >= ITERATIONS_MIN
                    && iterations <= ITERATIONS_MAX
                    && salt.length >= SALT_BYTES
                    && salt.length <= SALT_BYTES_MAX
                    && hash.length == HASH_BYTES) {
                return new PasswordHash(iterations, salt, hash);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the hash of a password is damaged", e);
        }
        throw new IllegalArgumentException("the hash of a password is damaged, or has not between " + ITERATIONS_MIN
                + " and " + ITERATIONS_MAX + " iterations");
    }

    boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derived(password, salt, iterations));
    }

    private static byte[] derived(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BYTES * BITS_PER_BYTE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        Base64.Encoder encoder = Base64.getEncoder();
        return KIND + "$" + iterations + "$" + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
    }
}
