package io.millrace.connectors.jdbc.type;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column's type as {@code format_type} spells it.
 *
 * @param base the name without modifiers, as {@code timestamp with time zone}
 * @param modifiers length, or precision and scale
 * @param array whether it is an array of these
 */
public record SqlType(String base, List<Integer> modifiers, boolean array) {
    /** Text without a bound. */
    public static final SqlType TEXT = of("text");
    /** Structured text of any shape. */
    public static final SqlType JSONB = of("jsonb");
    /** Bytes. */
    public static final SqlType BYTEA = of("bytea");

    /** A type by its name. */
    public static SqlType of(String base, Integer... modifiers) {
        return new SqlType(base, Arrays.asList(modifiers), false);
    }

    /** Reads what {@code format_type} wrote. */
    public static SqlType parse(String text) {
        boolean array = text.endsWith("[]");
        String element = array ? text.substring(0, text.indexOf("[]")) : text;
        int open = element.indexOf('(');
        int close = element.indexOf(')', open + 1);
        if (open < 0 || close < 0 || element.startsWith("\"")) {
            return new SqlType(element, List.of(), array);
        }
        List<Integer> modifiers;
        try {
            modifiers = Arrays.stream(element.substring(open + 1, close).split(","))
                    .map(String::trim)
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException notNumbers) {
            // Extension types may have words as modifiers, as geometry(Point,4326); they are kept as part of the name.
            return new SqlType(element, List.of(), array);
        }
        return new SqlType(element.substring(0, open) + element.substring(close + 1), modifiers, array);
    }

    /** An array of this type. */
    public SqlType arrayOf() {
        return new SqlType(base, modifiers, true);
    }

    /** The type of an array's elements, or this type. */
    public SqlType element() {
        return new SqlType(base, modifiers, false);
    }

    /** Whether values are of this kind, whatever their length. */
    public boolean is(String name) {
        return !array && base.equals(name);
    }

    /** The type as DDL spells it. */
    public String sql() {
        String suffix = array ? "[]" : "";
        if (modifiers.isEmpty()) {
            return base + suffix;
        }
        String bracket = modifiers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
        // Modifiers of times stand after the first word: timestamp(3) with time zone.
        int space = base.startsWith("time") ? base.indexOf(' ') : -1;
        return (space < 0 ? base + bracket : base.substring(0, space) + bracket + base.substring(space)) + suffix;
    }

    @Override
    public String toString() {
        return sql();
    }
}
