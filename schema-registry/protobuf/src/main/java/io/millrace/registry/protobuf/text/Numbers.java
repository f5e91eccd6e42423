package io.millrace.registry.protobuf.text;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers as the language writes them, and in one spelling. */
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]*|0[0-7]+|0[xX][0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("([0-9]+\\.[0-9]*|[0-9]+|\\.[0-9]+)([eE][+-]?[0-9]+)?[fF]?");
    /** More digits than any number of the language has; Java takes long for very many. */
    private static final int MAX_DIGITS = 400;

    private Numbers() {}

    static boolean isInteger(String text) {
        return text.length() <= MAX_DIGITS && INTEGER.matcher(text).matches();
    }

    static boolean isFloat(String text) {
        return text.length() <= MAX_DIGITS && FLOAT.matcher(text).matches();
    }

    /** The value of a decimal, octal or hexadecimal integer without a sign. */
    static BigInteger integer(String text) {
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.length() > 1 && text.startsWith("0") ? new BigInteger(text, 8) : new BigInteger(text);
    }

    /** The value of a number with a point or exponent, without a sign. */
    static double floating(String text) {
        return Double.parseDouble(text);
    }

    /** One spelling for a double: {@code inf}, {@code nan}, whole numbers without a point. */
    static String written(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return trimmed(Double.toString(value));
    }

    /** One spelling for a float. */
    static String written(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return written((double) value);
        }
        return trimmed(Float.toString(value));
    }

    private static String trimmed(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text.replace("E", "e");
    }
}
