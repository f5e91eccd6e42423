package io.millrace.connectors.jdbc.type;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;

/** Text that the target can hold, and the literals of arrays and of hstore. */
final class StringText {
    private StringText() {}

    /** The same text, when it is one that UTF-8 and PostgreSQL can hold. */
    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == 0) {
                throw new DataException("the text holds the character U+0000, which PostgreSQL cannot store");
            }
            if (Character.isSurrogate(letter)) {
                boolean pair = Character.isHighSurrogate(letter)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new DataException("the text holds half of a surrogate pair, which is no character");
                }
                i++;
            }
        }
        return text;
    }

    /** An array literal; elements that are lists become further dimensions. */
    static String array(List<?> elements, TextEncoder encoder) {
        StringBuilder text = new StringBuilder();
        appendArray(text, elements, encoder);
        return text.toString();
    }

    private static void appendArray(StringBuilder text, List<?> elements, TextEncoder encoder) {
        text.append('{');
        boolean first = true;
        for (Object element : elements) {
            if (!first) {
                text.append(',');
            }
            first = false;
            if (element == null) {
                text.append("NULL");
            } else if (element instanceof List<?> nested) {
                appendArray(text, nested, encoder);
            } else {
                appendQuoted(text, encoder.encode(element));
            }
        }
        text.append('}');
    }

    /** An hstore literal. */
    static String hstore(Map<?, ?> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) -> {
            if (!text.isEmpty()) {
                text.append(',');
            }
            appendQuoted(text, checked(String.valueOf(key)));
            text.append("=>");
            if (value == null) {
                text.append("NULL");
            } else {
                appendQuoted(text, checked(value.toString()));
            }
        });
        return text.toString();
    }

    private static void appendQuoted(StringBuilder text, String content) {
        text.append('"');
        for (int i = 0; i < content.length(); i++) {
            char letter = content.charAt(i);
            if (letter == '"' || letter == '\\') {
                text.append('\\');
            }
            text.append(letter);
        }
        text.append('"');
    }
}
