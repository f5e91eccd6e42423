package io.millrace.registry.json.shape;

import java.math.BigDecimal;
import java.util.Optional;

/** A lower and an upper bound, each of which may be missing. */
public record Span(Optional<BigDecimal> min, Optional<BigDecimal> max) {
    /** No bound. */
    public static final Span OPEN = new Span(Optional.empty(), Optional.empty());
}
