package io.millrace.connect.worker.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The keys by which workers sign, {@code session-key-<worker>}, in the assignment topic. */
public final class SessionKeyCodec {

    private static final String PREFIX = "session-key-";

    private SessionKeyCodec() {}

    public static byte[] key(String worker) {
        return (PREFIX + worker).getBytes(StandardCharsets.UTF_8);
    }

    /** Whose key this is; empty for other records of the topic. */
    public static Optional<String> worker(byte[] key) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return text.startsWith(PREFIX) ? Optional.of(text.substring(PREFIX.length())) : Optional.empty();
    }

    public static byte[] write(byte[] secret) {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put("key", Base64.getEncoder().encodeToString(secret));
        return Json.write(value);
    }

    public static byte[] read(byte[] value) {
        return Base64.getDecoder().decode(Json.read(value).path("key").asText());
    }
}
