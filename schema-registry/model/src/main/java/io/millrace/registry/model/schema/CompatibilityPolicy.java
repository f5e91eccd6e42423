package io.millrace.registry.model.schema;

/** How much counts as a change that a reader notices; names as in Confluent's {@code compatibilityPolicy}. */
public enum CompatibilityPolicy {
    /** The rules that every registry follows. */
    STRICT,
    /** JSON Schema only: what an open content model has let in before is not held against a new property. */
    LENIENT,
    /** In addition to the strict rules: what the same bytes mean must not change (scale, unit, reserved numbers). */
    LOGICAL
}
