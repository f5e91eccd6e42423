package io.millrace.broker.server.sasl;

import io.millrace.broker.metadata.image.ScramSecret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.utils.Bytes;

/** Makes the keys that a broker keeps from what an administrator gives. */
public final class ScramSecrets {

    private ScramSecrets() {}

    /** From the salted password that an administrator's client has computed. */
    public static ScramSecret ofSaltedPassword(
            ScramMechanism mechanism, byte[] salt, byte[] saltedPassword, int iterations) {
        if (saltedPassword.length == 0) {
            // The command refuses a secret without keys.
            return new ScramSecret(Bytes.wrap(salt), Bytes.wrap(Bytes.EMPTY), Bytes.wrap(Bytes.EMPTY), iterations);
        }
        try {
            ScramFormatter formatter = formatter(mechanism);
            byte[] storedKey = formatter.storedKey(formatter.clientKey(saltedPassword));
            return new ScramSecret(
                    Bytes.wrap(salt),
                    Bytes.wrap(storedKey),
                    Bytes.wrap(formatter.serverKey(saltedPassword)),
                    iterations);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the salted password cannot be a key", e);
        }
    }

    /** From a password, with a fresh salt. */
    static ScramSecret ofPassword(ScramMechanism mechanism, String password, int iterations) {
        ScramFormatter formatter = formatter(mechanism);
        byte[] salt = formatter.secureRandomBytes();
        try {
            byte[] salted = formatter.saltedPassword(password, salt, iterations);
            return ofSaltedPassword(mechanism, salt, salted, iterations);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the password is empty", e);
        }
    }

    private static ScramFormatter formatter(ScramMechanism mechanism) {
        try {
            return new ScramFormatter(org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
                    mechanism.mechanismName()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM lacks " + mechanism.mechanismName(), e);
        }
    }
}
