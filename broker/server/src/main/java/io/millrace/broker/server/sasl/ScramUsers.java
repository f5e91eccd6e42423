package io.millrace.broker.server.sasl;

import io.millrace.broker.metadata.image.ScramImage;
import io.millrace.broker.metadata.image.ScramSecret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.token.delegation.internals.DelegationTokenCredentialCallback;

/**
 * Looks up SCRAM users in the cluster's metadata. A user who does not exist gets a salt too, always the same one, and
 * fails where a wrong password does, so that nobody can ask who exists.
 */
final class ScramUsers implements CallbackHandler {

    private static final String MAC = "HmacSHA512";
    private static final int SALT_BITS = 130;
    private static final int ITERATIONS = 4_096;

    private final ScramMechanism mechanism;
    private final Supplier<ScramImage> image;
    private final byte[] disguise = new byte[32];

    ScramUsers(ScramMechanism mechanism, Supplier<ScramImage> image) {
        this.mechanism = mechanism;
        this.image = image;
        new SecureRandom().nextBytes(disguise);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        String user = "";
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                user = name.getDefaultName();
            } else if (callback instanceof ScramCredentialCallback wanted) {
                wanted.scramCredential(credential(user));
            } else if (!(callback instanceof DelegationTokenCredentialCallback)) {
                // There are no delegation tokens, and a callback that stays empty says so.
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private ScramCredential credential(String user) {
        ScramSecret secret = image.get().find(user, mechanism).orElse(null);
        return secret == null
                ? disguised(user)
                : new ScramCredential(
                        secret.salt().get(),
                        secret.storedKey().get(),
                        secret.serverKey().get(),
                        secret.iterations());
    }

    private ScramCredential disguised(String user) {
        byte[] key = mac("key " + user);
        int keyBytes = mechanism == ScramMechanism.SCRAM_SHA_256 ? key.length / 2 : key.length;
        byte[] cut = Arrays.copyOf(key, keyBytes);
        return new ScramCredential(salt(user), cut, cut, ITERATIONS);
    }

    /** In the form of the salts that Kafka's tools make: a number of 130 bits to the base of 36. */
    private byte[] salt(String user) {
        byte[] random = Arrays.copyOf(mac("salt " + user), SALT_BITS / Byte.SIZE + 1);
        return new BigInteger(1, random)
                .shiftRight(random.length * Byte.SIZE - SALT_BITS)
                .toString(Character.MAX_RADIX)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(disguise, MAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has " + MAC, e);
        }
    }
}
