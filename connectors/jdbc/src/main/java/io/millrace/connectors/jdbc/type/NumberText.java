package io.millrace.connectors.jdbc.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Numbers, bits and bytes as PostgreSQL reads them. */
final class NumberText {
    private static final int MAX_PLAIN_SCALE = 20_000;

    private NumberText() {}

    static String decimal(Object value) {
        BigDecimal decimal = (BigDecimal) value;
        // A far exponent written out would be millions of zeros; the server reads the short form as well.
        return Math.abs((long) decimal.scale()) > MAX_PLAIN_SCALE ? decimal.toString() : decimal.toPlainString();
    }

    static String variableScaleDecimal(Object value) {
        Struct struct = (Struct) value;
        return decimal(new BigDecimal(new BigInteger(bytesOf(struct.get("value"))), struct.getInt32("scale")));
    }

    /** Decimals in string mode spell what is not a number in words of Java. */
    static String decimalWords(String text) {
        return switch (text) {
            case "NAN" -> "NaN";
            case "POSITIVE_INFINITY" -> "Infinity";
            case "NEGATIVE_INFINITY" -> "-Infinity";
            default -> text;
        };
    }

    static String hex(Object value) {
        return "\\x" + HexFormat.of().formatHex(bytesOf(value));
    }

    /** Bits arrive as bytes with the lowest first; the literal begins with the highest bit. */
    static String bits(Object value, int bitCount) {
        byte[] bytes = bytesOf(value);
        int count = bitCount > 0 ? bitCount : bytes.length * 8;
        char[] digits = new char[count];
        for (int bit = 0; bit < count; bit++) {
            boolean set = bit / 8 < bytes.length && (bytes[bit / 8] >> (bit % 8) & 1) == 1;
            digits[count - 1 - bit] = set ? '1' : '0';
        }
        return new String(digits);
    }

    static byte[] bytesOf(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        throw new DataException("a value of " + value.getClass().getName() + " is not bytes");
    }
}
