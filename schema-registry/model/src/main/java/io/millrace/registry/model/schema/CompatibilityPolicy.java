package io.millrace.registry.model.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How much counts as a change that a reader notices; names as in Confluent's {@code compatibilityPolicy}. */
public enum CompatibilityPolicy {
    /** The rules that every registry follows. */
    STRICT,
    /** JSON Schema only: what an open content model has let in before is not held against a new property. */
    LENIENT,
    /** In addition to the strict rules: what the same bytes mean must not change (scale, unit, reserved numbers). */
    LOGICAL;

    /** Finds a policy by its name in any case. */
    public static Optional<CompatibilityPolicy> find(String name) {
        return Stream.of(values())
                .filter(policy -> policy.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
