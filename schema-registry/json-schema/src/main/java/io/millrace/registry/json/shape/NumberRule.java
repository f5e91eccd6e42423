package io.millrace.registry.json.shape;

import java.math.BigDecimal;
import java.util.Optional;

/** Keywords of numbers; each bound by itself, as it is compared. */
public record NumberRule(boolean integer, Span inclusive, Span exclusive, Optional<BigDecimal> multipleOf)
        implements Rule {
    @Override
    public String label() {
        return integer ? "integer" : "number";
    }
}
