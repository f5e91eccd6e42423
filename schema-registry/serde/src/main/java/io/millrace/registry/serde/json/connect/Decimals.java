package io.millrace.registry.serde.json.connect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Decimals that are written as numbers. */
final class Decimals {
    /** How many digits a decimal may have: 1e999999999 is a short text, and a long number. */
    static final int DIGITS_MAX = 1_000;

    private Decimals() {}

    /** The number with the scale of its schema, which a text need not have: 12.3 is 12.30. Never rounded. */
    static BigDecimal scaled(Schema schema, BigDecimal number) {
        int scale = scale(schema);
        if (number.signum() == 0) {
            return BigDecimal.valueOf(0, scale);
        }
        // Before the scale is set, as that writes all zeros out.
        long digits = (long) number.precision() - number.scale() + scale;
        if (digits > DIGITS_MAX) {
            throw new DataException("a decimal of scale " + scale + " stands there with " + digits
                    + " digits, and may have " + DIGITS_MAX);
        }
        try {
            if (digits > 0) {
                return number.setScale(scale, RoundingMode.UNNECESSARY);
            }
        } catch (ArithmeticException e) {
            throw tooFine(scale, e);
        }
        throw tooFine(scale, null);
    }

    private static DataException tooFine(int scale, ArithmeticException cause) {
        return new DataException(
                "a number stands there with more digits behind its point than the scale of its decimal, " + scale,
                cause);
    }

    private static int scale(Schema schema) {
        String scale = SchemaWriter.parameter(schema, Decimal.SCALE_FIELD);
        try {
            return Integer.parseInt(scale);
        } catch (NumberFormatException e) {
            throw new DataException("the schema of a decimal needs a whole number as its parameter 'scale'", e);
        }
    }
}
