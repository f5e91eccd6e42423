package io.millrace.connect.rest.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a worker says when it asks another on behalf of a caller: who it is, for whom it speaks, when, and the digest of
 * the body; signed by its session key, together with method and target (KIP-507 signs the body alone).
 */
@SuppressWarnings("ArrayRecordComponent") // what javax.crypto takes and gives
record WorkerLetter(String workerId, String caller, long timeMs, byte[] bodyDigest, byte[] signature) {
    private static final String MAC = "HmacSHA256";
    private static final int FIELDS = 5;
    private static final int LENGTH_MAX = 8 * 1024;

    static WorkerLetter signed(
            String workerId, byte[] key, String caller, long timeMs, String method, String target, byte[] body) {
        byte[] digest = digest(body);
        return new WorkerLetter(
                workerId, caller, timeMs, digest, mac(key, workerId, caller, timeMs, digest, method, target));
    }

    /** Reads a header; empty if it is none. */
    static Optional<WorkerLetter> parse(String header) {
        String[] fields = header.split("\\.", -1);
        if (header.length() > LENGTH_MAX || fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WorkerLetter(
                    new String(decoded(fields[0]), StandardCharsets.UTF_8),
                    new String(decoded(fields[1]), StandardCharsets.UTF_8),
                    Long.parseLong(fields[2]),
                    decoded(fields[3]),
                    decoded(fields[4])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As one header. */
    String header() {
        return String.join(
                ".",
                encoded(workerId.getBytes(StandardCharsets.UTF_8)),
                encoded(caller.getBytes(StandardCharsets.UTF_8)),
                Long.toString(timeMs),
                encoded(bodyDigest),
                encoded(signature));
    }

    boolean isSignedBy(byte[] key, String method, String target) {
        return MessageDigest.isEqual(signature, mac(key, workerId, caller, timeMs, bodyDigest, method, target));
    }

    boolean isAbout(byte[] body) {
        return MessageDigest.isEqual(bodyDigest, digest(body));
    }

    private static byte[] mac(
            byte[] key, String workerId, String caller, long timeMs, byte[] digest, String method, String target) {
        List<String> parts = new ArrayList<>(List.of(workerId, caller, Long.toString(timeMs), method, target));
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            for (String part : parts) {
                mac.update(encoded(part.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
                mac.update((byte) '.');
            }
            return mac.doFinal(digest);
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

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
