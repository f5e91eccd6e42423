package io.millrace.connectors.jdbc.type;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Structures, maps and lists as a JSON document. */
final class JsonText {
    private JsonText() {}

    static String write(Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (value == null || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Number number) {
            appendNumber(json, number);
        } else if (value instanceof Struct struct) {
            appendStruct(json, struct);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(json, map);
        } else if (value instanceof List<?> list) {
            appendList(json, list);
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            appendString(json, Base64.getEncoder().encodeToString(NumberText.bytesOf(value)));
        } else if (value instanceof Date date) {
            appendString(json, date.toInstant().toString());
        } else {
            appendString(json, StringText.checked(value.toString()));
        }
    }

    private static void appendNumber(StringBuilder json, Number number) {
        boolean finite =
                Double.isFinite(number.doubleValue()) || !(number instanceof Double || number instanceof Float);
        if (finite) {
            json.append(number);
        } else {
            appendString(json, number.toString());
        }
    }

    private static void appendStruct(StringBuilder json, Struct struct) {
        json.append('{');
        boolean first = true;
        for (Field field : struct.schema().fields()) {
            first = separate(json, first);
            appendString(json, field.name());
            json.append(':');
            append(json, struct.getWithoutDefault(field.name()));
        }
        json.append('}');
    }

    private static void appendMap(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            first = separate(json, first);
            appendString(json, StringText.checked(String.valueOf(entry.getKey())));
            json.append(':');
            append(json, entry.getValue());
        }
        json.append('}');
    }

    private static void appendList(StringBuilder json, List<?> list) {
        json.append('[');
        boolean first = true;
        for (Object element : list) {
            first = separate(json, first);
            append(json, element);
        }
        json.append(']');
    }

    private static boolean separate(StringBuilder json, boolean first) {
        if (!first) {
            json.append(',');
        }
        return false;
    }

    private static void appendString(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                json.append('\\').append(letter);
            } else if (letter < ' ') {
                json.append(String.format("\\u%04x", (int) letter));
            } else {
                json.append(letter);
            }
        }
        json.append('"');
    }
}
