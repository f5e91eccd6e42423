package io.millrace.registry.protobuf.text;

import com.google.protobuf.ByteString;

/**
 * One word of a {@code .proto} text.
 *
 * @param text as it is written; a symbol is one character, the end is empty
 * @param bytes what a string stands for, empty for all else
 * @param line counted from 1
 * @param column counted from 1
 */
record Token(Kind kind, String text, ByteString bytes, int line, int column) {
    /** What a token is. */
    enum Kind {
        IDENTIFIER,
        INTEGER,
        FLOAT,
        STRING,
        SYMBOL,
        END
    }

    boolean is(String expected) {
        return text.equals(expected) && (kind == Kind.IDENTIFIER || kind == Kind.SYMBOL);
    }

    ProtoSyntaxException error(String message) {
        return new ProtoSyntaxException(line, column, message);
    }

    /** The token for people. */
    String shown() {
        return kind == Kind.END ? "the end of the text" : "'" + text + "'";
    }
}
