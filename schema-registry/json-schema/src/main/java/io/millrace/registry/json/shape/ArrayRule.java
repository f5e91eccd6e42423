package io.millrace.registry.json.shape;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Keywords of arrays.
 *
 * @param tuple schemas of the first items, one each
 * @param rest what holds for all items after them: true if nothing was said
 */
public record ArrayRule(List<SchemaNode> tuple, SchemaNode rest, Span size, boolean unique, Optional<Contains> contains)
        implements Rule {
    public ArrayRule {
        tuple = List.copyOf(tuple);
    }

    @Override
    public String label() {
        return "array";
    }

    /** How many items fit a schema: {@code contains} with {@code minContains}, 1 if missing, and {@code maxContains}. */
    public record Contains(SchemaNode schema, BigDecimal min, Optional<BigDecimal> max) {}
}
