package io.millrace.registry.serde.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;

/** Refuses numbers that cost more to compute with than to send: a few characters may stand for millions of digits. */
final class BoundedNumbers extends JsonNodeFactory {
    /** As many digits as JSON's reader lets a number have when they are written out. */
    static final int EXPONENT_MAX = 1_000;

    private static final long serialVersionUID = 1L;

    /** The number; a {@link NumberFormatException} if its exponent is beyond the bound. */
    @Override
    public ValueNode numberNode(BigDecimal number) {
        // Digits before the point count as the exponent does, and there is a bound to how many are written.
        if (number != null && Math.abs((long) number.scale()) > EXPONENT_MAX) {
            throw new NumberFormatException(
                    "the exponent of " + number + " is beyond " + EXPONENT_MAX + ", which is the most that is read");
        }
        return super.numberNode(number);
    }
}
