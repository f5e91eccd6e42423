package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Files of users for the servers that ask who comes. Their passwords are hashed with as few rounds as those servers take:
 * what {@code millrace connector user} writes costs each hash and each check 0.2 to 0.7 s of CPU.
 */
public final class TestingUsers {
    private static final int ROUNDS = 10_000;
    private static final int HASH_BITS = 512;
    private static final int SALT_BYTES = 16;

    private TestingUsers() {}

    /** A file {@code users} in the folder, with these lines. */
    public static Path file(Path folder, String... lines) {
        try {
            return Files.write(folder.resolve("users"), List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody with these roles, which may be none, and a password. */
    public static String line(String name, String roles, String password) {
        // The name is salt enough here, and makes the same file each time.
        byte[] salt = new byte[SALT_BYTES];
        byte[] letters = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(letters, 0, salt, 0, Math.min(letters.length, SALT_BYTES));
        Base64.Encoder encoder = Base64.getEncoder();
        return name + ":" + roles + ":pbkdf2-sha512$" + ROUNDS + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(hash(password, salt));
    }

    private static byte[] hash(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        }
    }
}
