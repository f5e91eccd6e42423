package io.millrace.gateway.produce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.gateway.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The formats of keys and values on lines. No tree of JSON is made where a format can do without. */
final class LineSides {
    private LineSides() {}

    /** JSON byte for byte as it was sent; null makes a tombstone. */
    static byte[] json(JsonParser parser, byte[] source, int from) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        long end = parser.currentLocation().getByteOffset();
        if (start < 0 || end < start) {
            // The parser reads characters, since the line is in UTF-16 or UTF-32.
            throw new CharacterCodingException();
        }
        byte[] data = Arrays.copyOfRange(source, (int) (from + start), (int) (from + end));
        requireUtf8(data);
        return data;
    }

    /** The parser lets pass what is too long or half of a pair. */
    private static void requireUtf8(byte[] data) throws CharacterCodingException {
        for (byte each : data) {
            if (each < 0) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
                return;
            }
        }
    }

    /** The characters of a string, in UTF-8. */
    static byte[] string(JsonParser parser, byte[] source, int from) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                ? parser.getText().getBytes(StandardCharsets.UTF_8)
                : PlainFormats.string(Json.read(parser));
    }

    /** Bytes, written in base64. */
    static byte[] binary(JsonParser parser, byte[] source, int from) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return PlainFormats.binary(Json.read(parser));
        }
        try {
            return Base64.getDecoder().decode(parser.getText());
        } catch (IllegalArgumentException e) {
            throw PlainFormats.wrong("binary data are a string in base64, and this one is not");
        }
    }

    /** A format that wants a tree. */
    static LineSide of(Encoder encoder) {
        return (parser, source, from) -> encoder.encode(Json.read(parser));
    }
}
