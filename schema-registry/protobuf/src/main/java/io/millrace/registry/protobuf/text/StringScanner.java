package io.millrace.registry.protobuf.text;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads one string in quotes with its escapes: what it stands for is bytes, in UTF-8 where it is text. */
final class StringScanner {
    private static final String ESCAPES = "abfnrtv\\'\"?";
    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000B\\'\"?";

    private final String text;
    private final int line;
    private final int column;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int position;

    StringScanner(String text, int start, int line, int column) {
        this.text = text;
        this.position = start;
        this.line = line;
        this.column = column;
    }

    /** Where the string that starts here ends, its quote included; the string must be one that was read. */
    static int end(String text, int start) {
        int position = start + 1;
        while (text.charAt(position) != text.charAt(start)) {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        return position + 1;
    }

    /** What the string stands for. */
    ByteString bytes() throws ProtoSyntaxException {
        char quote = text.charAt(position++);
        while (true) {
            char c = character();
            if (c == quote) {
                return ByteString.copyFrom(bytes.toByteArray());
            }
            if (c == '\n' || c == 0) {
                throw error("this string does not end on its line");
            }
            if (c == '\\') {
                escape();
            } else {
                codePoint(text.codePointAt(position - 1));
            }
        }
    }

    private void escape() throws ProtoSyntaxException {
        char c = character();
        int simple = ESCAPES.indexOf(c);
        if (simple >= 0) {
            bytes.write(ESCAPED.charAt(simple));
        } else if (c == 'x' || c == 'X') {
            bytes.write(digits(16, 1, 2));
        } else if (c >= '0' && c <= '7') {
            position--;
            bytes.write(digits(8, 1, 3));
        } else if (c == 'u') {
            codePoint(digits(16, 4, 4));
        } else if (c == 'U') {
            codePoint(digits(16, 8, 8));
        } else {
            throw error("the escape \\" + c + " is unknown");
        }
    }

    private int digits(int radix, int least, int most) throws ProtoSyntaxException {
        int value = 0;
        int count = 0;
        while (count < most && position < text.length() && Character.digit(text.charAt(position), radix) >= 0) {
            value = value * radix + Character.digit(text.charAt(position++), radix);
            count++;
        }
        if (count < least) {
            throw error("an escape in this string lacks digits");
        }
        return value;
    }

    private void codePoint(int codePoint) throws ProtoSyntaxException {
        if (!Character.isValidCodePoint(codePoint) || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
            throw error("this string holds half a character");
        }
        byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        bytes.write(encoded, 0, encoded.length);
        if (codePoint > 0xFFFF && Character.isHighSurrogate(text.charAt(position - 1))) {
            position++;
        }
    }

    private char character() throws ProtoSyntaxException {
        if (position >= text.length()) {
            throw error("this string does not end");
        }
        return text.charAt(position++);
    }

    private ProtoSyntaxException error(String message) {
        return new ProtoSyntaxException(line, column, message);
    }
}
