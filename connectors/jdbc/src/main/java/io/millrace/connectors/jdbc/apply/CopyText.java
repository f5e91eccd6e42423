package io.millrace.connectors.jdbc.apply;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.copy.CopyIn;

/** Rows in the text form of COPY, sent in pieces of bounded size. */
final class CopyText {
    private static final int FLUSH_BYTES = 64 * 1024;

    private final CopyIn copy;
    private byte[] buffer = new byte[FLUSH_BYTES + 8 * 1024];
    private int length;

    CopyText(CopyIn copy) {
        this.copy = copy;
    }

    void row(List<String> texts, int[] columns) throws SQLException {
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                append('\t');
            }
            String text = texts.get(columns[i]);
            if (text == null) {
                append('\\');
                append('N');
            } else {
                field(text);
            }
        }
        append('\n');
        if (length >= FLUSH_BYTES) {
            flush();
        }
    }

    long finish() throws SQLException {
        flush();
        return copy.endCopy();
    }

    private void field(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 0x80) {
                // Rare enough to let the library encode the rest; escapes are ASCII and never part of a longer code.
                rest(text.substring(i));
                return;
            }
            escaped((byte) letter);
        }
    }

    private void rest(String text) {
        for (byte code : text.getBytes(StandardCharsets.UTF_8)) {
            escaped(code);
        }
    }

    private void escaped(byte code) {
        switch (code) {
            case '\\' -> twice('\\');
            case '\t' -> twice('t');
            case '\n' -> twice('n');
            case '\r' -> twice('r');
            default -> append(code);
        }
    }

    private void twice(char letter) {
        append('\\');
        append(letter);
    }

    private void append(int code) {
        if (length == buffer.length) {
            // Only a value longer than the buffer gets here; the buffer then has room for the largest value seen.
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        buffer[length++] = (byte) code;
    }

    private void flush() throws SQLException {
        if (length > 0) {
            copy.writeToCopy(buffer, 0, length);
            length = 0;
        }
    }
}
