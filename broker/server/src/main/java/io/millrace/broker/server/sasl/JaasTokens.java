package io.millrace.broker.server.sasl;

/** The words and signs of a JAAS string: words bare or in quotes, {@code =}, {@code ;}, and comments between them. */
final class JaasTokens {

    private final String text;
    private int position;

    JaasTokens(String text) {
        this.text = text;
    }

    boolean hasNext() {
        skipBlanks();
        return position < text.length();
    }

    /** Goes past the sign if it comes next. */
    boolean skip(char sign) {
        if (hasNext() && text.charAt(position) == sign) {
            position++;
            return true;
        }
        return false;
    }

    String word(String what) {
        if (!hasNext()) {
            throw new IllegalArgumentException("it ends where " + what + " should be; an entry ends with ;");
        }
        char first = text.charAt(position);
        if (first == '"' || first == '\'') {
            return quoted(first, what);
        }
        int start = position;
        while (position < text.length() && !isEnd(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw new IllegalArgumentException("there is " + first + " where " + what + " should be");
        }
        return text.substring(start, position);
    }

    private String quoted(char quote, String what) {
        var word = new StringBuilder();
        position++;
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            word.append(text.charAt(position));
            position++;
        }
        if (position == text.length()) {
            throw new IllegalArgumentException("the quotes around " + what + " are not closed");
        }
        position++;
        return word.toString();
    }

    private static boolean isEnd(char sign) {
        return Character.isWhitespace(sign) || sign == '=' || sign == ';' || sign == '"' || sign == '\'';
    }

    private void skipBlanks() {
        while (position < text.length()) {
            if (Character.isWhitespace(text.charAt(position))) {
                position++;
            } else if (text.startsWith("//", position)) {
                position = endOf("\n");
            } else if (text.startsWith("/*", position)) {
                position = endOf("*/");
            } else {
                return;
            }
        }
    }

    private int endOf(String mark) {
        int at = text.indexOf(mark, position + 2);
        return at < 0 ? text.length() : at + mark.length();
    }
}
