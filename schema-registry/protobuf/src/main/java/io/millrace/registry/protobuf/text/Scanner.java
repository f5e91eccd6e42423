package io.millrace.registry.protobuf.text;

import com.google.protobuf.ByteString;

/** Cuts a text into tokens; comments and white space fall away. */
final class Scanner {
    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    Scanner(String text) {
        this.text = text;
        this.position = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /** The next token; again and again the end when nothing follows. */
    Token next() throws ProtoSyntaxException {
        skipSpace();
        int start = position;
        int column = start - lineStart + 1;
        char first = peek(0);
        if (position >= text.length()) {
            return new Token(Token.Kind.END, "", ByteString.EMPTY, line, column);
        }
        if (isLetter(first)) {
            while (isLetter(peek(0)) || isDigit(peek(0))) {
                position++;
            }
            return token(Token.Kind.IDENTIFIER, start, column);
        }
        if (isDigit(first) || (first == '.' && isDigit(peek(1)))) {
            return number(start, column);
        }
        if (first == '"' || first == '\'') {
            ByteString bytes = new StringScanner(text, start, line, column).bytes();
            position = StringScanner.end(text, start);
            return new Token(Token.Kind.STRING, text.substring(start, position), bytes, line, column);
        }
        if (first < ' ' || first > '~') {
            throw new ProtoSyntaxException(line, column, "the character " + (int) first + " belongs into strings only");
        }
        position++;
        return token(Token.Kind.SYMBOL, start, column);
    }

    private Token number(int start, int column) throws ProtoSyntaxException {
        boolean hexadecimal = peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'X');
        boolean fraction = false;
        while (isLetter(peek(0)) || isDigit(peek(0)) || peek(0) == '.' || isExponentSign(hexadecimal)) {
            char c = peek(0);
            fraction |= c == '.' || (!hexadecimal && (c == 'e' || c == 'E' || c == 'f' || c == 'F'));
            position++;
        }
        Token token = token(fraction ? Token.Kind.FLOAT : Token.Kind.INTEGER, start, column);
        if (!(fraction ? Numbers.isFloat(token.text()) : Numbers.isInteger(token.text()))) {
            throw token.error("'" + token.text() + "' is not a number");
        }
        return token;
    }

    private boolean isExponentSign(boolean hexadecimal) {
        char before = text.charAt(position - 1 < 0 ? 0 : position - 1);
        return !hexadecimal && (peek(0) == '-' || peek(0) == '+') && (before == 'e' || before == 'E');
    }

    private Token token(Token.Kind kind, int start, int column) {
        return new Token(kind, text.substring(start, position), ByteString.EMPTY, line, column);
    }

    private void skipSpace() throws ProtoSyntaxException {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                position++;
                line++;
                lineStart = position;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000B') {
                position++;
            } else if (c == '/' && peek(1) == '/') {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (c == '/' && peek(1) == '*') {
                skipBlock();
            } else {
                return;
            }
        }
    }

    private void skipBlock() throws ProtoSyntaxException {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw new ProtoSyntaxException(line, position - lineStart + 1, "this comment does not end");
        }
        for (int i = position; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        position = end + 2;
    }

    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
