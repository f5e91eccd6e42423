package io.millrace.gateway.once;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first half of a SHA-256: what stands for a key or a request, so that neither is kept. */
record Digest(long high, long low) {
    static final int BYTES = 16;

    /** Of texts and bytes; each counts with its length, so that no two lists are the same in a row. */
    static Digest of(Object... parts) {
        MessageDigest hash;
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
        for (Object part : parts) {
            byte[] bytes = part instanceof byte[] raw ? raw : part.toString().getBytes(StandardCharsets.UTF_8);
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            hash.update(bytes);
        }
        return read(ByteBuffer.wrap(hash.digest()));
    }

    static Digest read(ByteBuffer from) {
        return new Digest(from.getLong(), from.getLong());
    }

    ByteBuffer put(ByteBuffer to) {
        return to.putLong(high).putLong(low);
    }

    byte[] bytes() {
        return put(ByteBuffer.allocate(BYTES)).array();
    }
}
