package io.millrace.http.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server says when it asks another of its kind on behalf of a caller: who it is, for whom it speaks, when, and the
 * digest of the body; signed by a key that both know, together with method and target (KIP-507 signs the body alone).
 *
 * @param sender the one that asks
 * @param caller the one on whose behalf
 * @param origin the address that the caller's request came from; empty if the sender does not say
 * @param timeMs since the epoch, by the clock of the sender
 */
@SuppressWarnings("ArrayRecordComponent") // what javax.crypto takes and gives
public record Letter(String sender, String caller, String origin, long timeMs, byte[] bodyDigest, byte[] signature) {
    private static final String MAC = "HmacSHA256";
    /** What the clocks of two machines may differ by, and the age at which a letter that was overheard is worth nothing. */
    private static final long AGE_MAX_MS = TimeUnit.MINUTES.toMillis(5);

    private static final int FIELDS = 5;
    private static final int FIELDS_WITH_ORIGIN = 6;
    private static final int DIGEST_BYTES = 32;
    private static final int LENGTH_MAX = 8 * 1024;

    /** One that does not say where the request came from. */
    public Letter(String sender, String caller, long timeMs, byte[] bodyDigest, byte[] signature) {
        this(sender, caller, "", timeMs, bodyDigest, signature);
    }

    /** A letter for one request; {@code target} is the path with its query, as it is sent. */
    public static Letter signed(
            String sender, byte[] key, String caller, long timeMs, String method, String target, byte[] body) {
        return signed(sender, key, caller, "", timeMs, method, target, body);
    }

    /** The same, with the address that the request came from. */
    public static Letter signed(
            String sender,
            byte[] key,
            String caller,
            String origin,
            long timeMs,
            String method,
            String target,
            byte[] body) {
        Letter unsigned = new Letter(sender, caller, origin, timeMs, digest(body), new byte[0]);
        return new Letter(sender, caller, origin, timeMs, unsigned.bodyDigest, unsigned.mac(key, method, target));
    }

    /** Reads a header; empty if it is none. */
    public static Optional<Letter> parse(String header) {
        String[] fields = header.split("\\.", -1);
        boolean tellsOrigin = fields.length == FIELDS_WITH_ORIGIN;
        if (header.length() > LENGTH_MAX || (fields.length != FIELDS && !tellsOrigin)) {
            return Optional.empty();
        }
        try {
            Letter letter = new Letter(
                    text(fields[0]),
                    text(fields[1]),
                    tellsOrigin ? text(fields[5]) : "",
                    Long.parseLong(fields[2]),
                    decoded(fields[3]),
                    decoded(fields[4]));
            // What is signed ends with the digest, so that none of another length can stand for what is before it.
            return Optional.of(letter).filter(each -> each.bodyDigest.length == DIGEST_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As one header. */
    public String header() {
        String header = String.join(
                ".", encoded(sender), encoded(caller), Long.toString(timeMs), encoded(bodyDigest), encoded(signature));
        return origin.isEmpty() ? header : header + "." + encoded(origin);
    }

    /** Whether the owner of this key wrote it for this request; its body is another question. */
    public boolean isSignedBy(byte[] key, String method, String target) {
        return MessageDigest.isEqual(signature, mac(key, method, target));
    }

    /** Whether it is young enough to be believed, by a clock in milliseconds since the epoch. */
    public boolean isOfThisTime(long nowMs) {
        return Math.abs(nowMs - timeMs) <= AGE_MAX_MS;
    }

    /** Whether it was written for this body. */
    public boolean isAbout(byte[] body) {
        return MessageDigest.isEqual(bodyDigest, digest(body));
    }

    private byte[] mac(byte[] key, String method, String target) {
        List<String> parts = new ArrayList<>(List.of(sender, caller, Long.toString(timeMs), method, target));
        if (!origin.isEmpty()) {
            parts.add(origin);
        }
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            for (String part : parts) {
                mac.update(encoded(part).getBytes(StandardCharsets.US_ASCII));
                mac.update((byte) '.');
            }
            return mac.doFinal(bodyDigest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + MAC, e);
        }
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do SHA-256", e);
        }
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String encoded) {
        return new String(decoded(encoded), StandardCharsets.UTF_8);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
