package io.millrace.connect.rest.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads text strictly: bytes that are no UTF-8 are refused, where Java would put a question mark in their place. */
final class Utf8 {
    private static final int HEX = 16;

    private Utf8() {}

    static String text(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpProblemException(400, what + " is not valid UTF-8");
        }
    }

    /** A segment of a path without its percent signs. A plus sign is a plus sign there, unlike in a query. */
    static String decodedSegment(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                decoded.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], HEX) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], HEX) : -1;
            if (high < 0 || low < 0) {
                throw new HttpProblemException(400, "The path is not percent-encoded correctly");
            }
            decoded.write(high * HEX + low);
            i += 2;
        }
        return text(decoded.toByteArray(), "The path");
    }
}
