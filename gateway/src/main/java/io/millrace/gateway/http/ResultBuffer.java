package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Results as bytes, many of them before they are sent: most are a few numbers between the same words, for which a tree of
 * JSON and a generator would cost more than all else. One thread at a time.
 */
public final class ResultBuffer {
    private static final int FIRST_BYTES = 1024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private long timeMs = Long.MIN_VALUE;
    private byte[] time = {};

    /** Bytes that are JSON already. */
    public ResultBuffer raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /** A document. */
    public ResultBuffer json(JsonNode document) {
        return raw(Json.write(document));
    }

    /** A number. */
    public ResultBuffer number(long number) {
        return raw(Long.toString(number).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A time such as {@code "2026-01-31T12:00:00Z"}, in quotes; records that follow one another often share theirs. */
    public ResultBuffer time(long ms) {
        if (ms != timeMs) {
            time = ('"' + Instant.ofEpochMilli(ms).toString() + '"').getBytes(StandardCharsets.ISO_8859_1);
            timeMs = ms;
        }
        return raw(time);
    }

    ResultBuffer endLine() {
        reserve(1);
        bytes[size++] = '\n';
        return this;
    }

    int size() {
        return size;
    }

    /** What was written since the last time. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, size);
        size = 0;
        // One large answer must not be remembered for as long as the stream lives.
        if (bytes.length > FIRST_BYTES * FIRST_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        return taken;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
