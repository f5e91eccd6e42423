package io.millrace.connectors.jdbc.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Knows the placeholders of TOASTed values that did not change: text, bytes, and arrays of several kinds. */
final class Unavailable {
    private final byte[] bytes;
    private final Set<String> texts;
    private final int shortestText;

    Unavailable(String placeholder) {
        this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
        // The two alphabets of base64 may spell it alike, so this is a set that forgives twins.
        this.texts = new HashSet<>(List.of(
                placeholder,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                "[\"" + placeholder + "\"]",
                "{\"" + placeholder + "\":\"" + placeholder + "\"}"));
        this.shortestText = texts.stream().mapToInt(String::length).min().orElse(0);
    }

    boolean is(Object value) {
        if (value instanceof String text) {
            return text.length() >= shortestText && texts.contains(text);
        }
        if (value instanceof byte[] array) {
            return Arrays.equals(array, bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.equals(ByteBuffer.wrap(bytes));
        }
        if (value instanceof List<?> list) {
            return isList(list);
        }
        return value instanceof Map<?, ?> map
                && map.size() == 1
                && is(map.keySet().iterator().next());
    }

    private boolean isList(List<?> list) {
        if (list.size() == 1 && !(list.get(0) instanceof Number)) {
            Object only = list.get(0);
            return is(only) || UUID.nameUUIDFromBytes(bytes).toString().equals(only);
        }
        // Arrays of numbers carry the placeholder's bytes, one in each element; 28 of them are no accident.
        if (list.size() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!(list.get(i) instanceof Number number) || number.longValue() != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
